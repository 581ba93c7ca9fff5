#pragma once

#include "support/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

/// A new, empty folder in the system's temporary folder, removed with its contents on destruction.
class TemporaryFolder : public support::TemporaryFolder {
 public:
  TemporaryFolder() : support::TemporaryFolder("autodecay-test-") {}

  /// Writes a file, creating its parent folders if necessary; returns its path.
  std::filesystem::path write(const std::filesystem::path& name, std::string_view bytes) const {
    const std::filesystem::path file = path() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream stream(file, std::ios::binary);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
    return file;
  }
};

/// The error message of a call; empty if it does not throw.
template <typename Call>
[[nodiscard]] std::string error_of(Call call) {
  try {
    call();
  } catch (const std::exception& error) {
    return error.what();
  }
  return {};
}
