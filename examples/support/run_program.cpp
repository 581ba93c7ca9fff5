#include "support/run_program.hpp"

#include "support/printable.hpp"
#include "support/usage_error.hpp"

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <stdexcept>

namespace support {

int run_program(const char* name, const std::function<int()>& body) {
  const auto complain = [&](const std::string& what) {
    std::fprintf(stderr, "%s: %s\n", name, printable_lines(what).c_str());
  };
  try {
    const int code = body();
    require_written_output();
    return code;
  } catch (const UsageError& error) {
    complain(error.what());
    return 2;
  } catch (const std::exception& error) {
    complain(reason(error));
    return 1;
  }
}

std::string reason(const std::exception& error) {
  const auto* const file_error = dynamic_cast<const std::filesystem::filesystem_error*>(&error);
  if (file_error == nullptr || file_error->path1().empty()) return error.what();
  return file_error->path1().string() + ": " + file_error->code().message();
}

void require_written_output() {
  const bool streamed = static_cast<bool>(std::cout.flush());
  const bool printed = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (!streamed || !printed) throw std::runtime_error("standard output cannot be written");
}

}  // namespace support
