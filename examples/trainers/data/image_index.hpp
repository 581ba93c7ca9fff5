#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trainer {

/// The image files of a folder's class folders, class by class, sorted by name within a class.
/// Takes the bytes of their names and 8 more per file.
class ImageList {
 public:
  ImageList() = default;

  /// `folder` contains the class folders.
  explicit ImageList(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Appends the images of a class, whose name is that of its folder.
  void add_class(std::string name, const std::vector<std::string>& files);

  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(ends_.size()); }

  /// The path of image i, counted from 0. Throws std::out_of_range unless i < size().
  [[nodiscard]] std::filesystem::path path(std::int64_t i) const;

  /// The class of image i as an index in the order of add_class().
  [[nodiscard]] std::int64_t label(std::int64_t i) const;

  /// A checksum over the names and classes of all files.
  [[nodiscard]] std::uint32_t checksum() const;

  /// The file name of image i, within its class folder.
  [[nodiscard]] std::string_view name(std::int64_t i) const;

 private:
  struct Class {
    std::string name;
    std::int64_t end;  // one past the index of its last image
  };

  std::filesystem::path folder_;
  std::vector<Class> classes_;
  std::string names_;                // all file names, without separators
  std::vector<std::uint64_t> ends_;  // ends of the names in names_
};

/// A data set in class folders.
struct ImageFolders {
  std::vector<std::string> classes;  ///< sorted; a label is an index into it
  ImageList train;
  ImageList validation;
  bool from_cache = false;
  std::string cache_error;  ///< why the cache could not be written; empty if it was written
};

/// Lists the images of `train/<class>/…` and of `val/<class>/…` or `test/<class>/…`, of any size,
/// without opening them. The same entries count as in load_image_folder(); symbolic links to
/// folders are followed. Uses all cores.
///
/// The result is stored in the file `cache` and read from there as long as the folders'
/// modification times, taken before the listing, are unchanged. Replacing a file by another of the
/// same name has no effect on the list; adding, removing or renaming one changes its folder's time.
/// A cache that is missing, damaged or of another data set is replaced. Failure to write the cache
/// is not an error and is reported in `cache_error`. An empty `cache` disables it.
///
/// Throws std::runtime_error that names the folder if there is no `train`, neither or both of `val`
/// and `test`, no class, a class without training images, a class that only one of the two parts
/// has, or no validation image.
[[nodiscard]] ImageFolders index_image_folders(const std::filesystem::path& folder,
                                               const std::filesystem::path& cache);

/// The default location of a data set's index: autodecay/index-<a number for the folder's path> in
/// $XDG_CACHE_HOME, otherwise in ~/.cache; empty if neither XDG_CACHE_HOME nor HOME is set.
[[nodiscard]] std::filesystem::path default_cache(const std::filesystem::path& folder);

}  // namespace trainer
