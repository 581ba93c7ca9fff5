#include "support/paths.hpp"

#include <filesystem>
#include <system_error>

namespace support {
namespace {

namespace fs = std::filesystem;

fs::file_status status_of(const std::string& path) {
  std::error_code ignored;
  return fs::status(path, ignored);
}

std::string check(bool accepted, const std::string& expected, const std::string& path) {
  if (accepted) return {};
  std::error_code error;
  const bool exists = fs::exists(path, error);
  const std::string why = error ? error.message() : exists ? "" : "which does not exist";
  return "expected " + expected + ", got '" + path + '\'' + (why.empty() ? "" : ", " + why);
}

}  // namespace

std::string existing_file(const std::string& path) {
  return check(fs::is_regular_file(status_of(path)), "a regular file", path);
}

std::string existing_folder(const std::string& path) {
  return check(fs::is_directory(status_of(path)), "a folder", path);
}

std::string existing_path(const std::string& path) {
  const fs::file_status status = status_of(path);
  return check(fs::is_regular_file(status) || fs::is_directory(status),
               "a regular file or a folder", path);
}

std::string output_file(const std::string& path) {
  const std::string folder = fs::path("." / fs::path(path)).parent_path();
  const bool accepted =
      !path.empty() && fs::is_directory(status_of(folder)) && !fs::is_directory(status_of(path));
  return check(accepted, "the path of a file in an existing folder", path);
}

std::string output_folder(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  const bool is_free = status.type() == fs::file_type::not_found &&
                       error != std::errc::not_a_directory && !path.empty();
  return check(is_free || fs::is_directory(status), "a folder, which is created if necessary",
               path);
}

}  // namespace support
