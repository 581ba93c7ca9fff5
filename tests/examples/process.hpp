#pragma once

#include "trainers/temporary_folder.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <sys/wait.h>

namespace test {

/// The contents of the file; "" if it does not exist.
[[nodiscard]] inline std::string read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Result {
  int status = 0;  ///< the exit status; -1 if a signal ended it
  std::string out;
  std::string err;
};

/// Runs a shell command in the folder.
[[nodiscard]] inline Result run(const TemporaryFolder& folder, const std::string& line) {
  const std::string command =
      "cd '" + folder.path().string() + "' && { " + line + "; } > .out 2> .err < /dev/null";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read(folder.path() / ".out"),
          read(folder.path() / ".err")};
}

}  // namespace test
