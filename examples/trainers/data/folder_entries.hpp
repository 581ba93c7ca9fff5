#pragma once

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace trainer {

/// The names of the entries of `folder` that `wanted` accepts, except hidden ones, sorted by their
/// bytes.
template <typename Predicate>
[[nodiscard]] std::vector<std::string> entries(const std::filesystem::path& folder,
                                               Predicate wanted) {
  std::vector<std::string> found;
  for (const std::filesystem::directory_entry& entry :
       std::filesystem::directory_iterator(folder)) {
    std::string name = entry.path().filename().string();
    if (!name.starts_with('.') && wanted(entry)) found.push_back(std::move(name));
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// A folder, or a symbolic link to one.
[[nodiscard]] inline bool is_folder(const std::filesystem::directory_entry& entry) {
  return entry.is_directory();
}

/// Whether the name ends in .jpg, .jpeg or .png, in any case.
[[nodiscard]] inline bool is_image(const std::filesystem::directory_entry& entry) {
  std::string extension = entry.path().extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return extension == ".jpg" || extension == ".jpeg" || extension == ".png";
}

}  // namespace trainer
