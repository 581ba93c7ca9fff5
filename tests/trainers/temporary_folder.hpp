#pragma once

#include "gnuplot/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

/// A new, empty folder among the system's temporary ones, removed with all it holds at the end.
class TemporaryFolder : public gnuplot::TemporaryFolder {
 public:
  TemporaryFolder()
      : gnuplot::TemporaryFolder(std::filesystem::temp_directory_path() / "autodecay-test-") {}

  /// Writes a file, and the folders above it if need be; returns where.
  std::filesystem::path write(const std::filesystem::path& name, std::string_view bytes) const {
    const std::filesystem::path file = path() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream stream(file, std::ios::binary);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
    return file;
  }
};

/// What a call throws says; empty if it throws nothing.
template <typename Call>
[[nodiscard]] std::string error_of(Call call) {
  try {
    call();
  } catch (const std::exception& error) {
    return error.what();
  }
  return {};
}
