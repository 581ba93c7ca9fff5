#pragma once

#include <string>

namespace support {

// Which paths an option accepts, for CLI::Option::check(). Each function returns what is wrong with
// a path, and "" if nothing is.

[[nodiscard]] std::string existing_file(const std::string& path);    ///< a regular file
[[nodiscard]] std::string existing_folder(const std::string& path);  ///< a folder
[[nodiscard]] std::string existing_path(const std::string& path);    ///< either of these
[[nodiscard]] std::string output_file(const std::string& path);      ///< its folder exists
[[nodiscard]] std::string output_folder(const std::string& path);    ///< exists or can be created

}  // namespace support
