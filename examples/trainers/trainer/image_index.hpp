#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trainer {

/// The image files of a folder's class folders, class after class, each class's sorted by name.
/// Takes the bytes of their names and 8 more for each.
class ImageList {
 public:
  ImageList() = default;

  /// `folder` holds the class folders.
  explicit ImageList(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Adds the images of the next class, which is the name of its folder.
  void add_class(std::string name, const std::vector<std::string>& files);

  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(ends_.size()); }

  /// Of image i, counted from 0; i < size(), or std::out_of_range is thrown.
  [[nodiscard]] std::filesystem::path path(std::int64_t i) const;

  /// The number of image i's class, in the order in which the classes were added.
  [[nodiscard]] std::int64_t label(std::int64_t i) const;

  /// A checksum of all files' names and classes.
  [[nodiscard]] std::uint32_t checksum() const;

  /// The file name of image i, within its class folder.
  [[nodiscard]] std::string_view name(std::int64_t i) const;

 private:
  struct Class {
    std::string name;
    std::int64_t end;  // the index behind its last image's
  };

  std::filesystem::path folder_;
  std::vector<Class> classes_;
  std::string names_;                // of all files, without anything between them
  std::vector<std::uint64_t> ends_;  // in names_
};

/// A data set of class folders.
struct ImageFolders {
  std::vector<std::string> classes;  ///< sorted; a label is an index of it
  ImageList train;
  ImageList validation;
  bool from_cache = false;
  std::string cache_error;  ///< why the cache could not be written; empty if there is no reason
};

/// Lists the images of `train/<class>/…` and of `val/<class>/…` or `test/<class>/…`, of any size,
/// without a look into them. Which entries count is as load_image_folder() has it; symbolic links
/// to folders are followed. Listed by all cores.
///
/// The result is kept in the file `cache`, and taken from there while the modification times of
/// the folders, as they were before they were listed, are unchanged: a file that is replaced by
/// another of the same name does not matter, one that is added, removed or renamed changes its
/// folder's time. A cache that is missing, damaged or of another data set is replaced; one that
/// cannot be written is no error, and reported by `cache_error`. An empty `cache` means none.
///
/// Throws std::runtime_error that names the place for: no `train`, none of `val` and `test` or
/// both, no class, a class without training images, a class that only one of both has, no
/// validation image at all.
[[nodiscard]] ImageFolders index_image_folders(const std::filesystem::path& folder,
                                               const std::filesystem::path& cache);

/// Where to keep the index of a data set: autodecay/index-<a number for the folder's path> in
/// $XDG_CACHE_HOME, or else in ~/.cache; empty if neither variable XDG_CACHE_HOME nor HOME is set.
[[nodiscard]] std::filesystem::path default_cache(const std::filesystem::path& folder);

}  // namespace trainer
