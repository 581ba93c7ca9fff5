#include "data/image_index.hpp"

#include "data/folder_entries.hpp"
#include "data/index_file.hpp"
#include "data/parallel.hpp"
#include "support/crc32.hpp"
#include "support/files.hpp"
#include "support/random_bits.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <sys/stat.h>

namespace trainer {

namespace fs = std::filesystem;

void ImageList::add_class(std::string name, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    names_ += file;
    ends_.push_back(names_.size());
  }
  classes_.push_back({std::move(name), size()});
}

fs::path ImageList::path(std::int64_t i) const {
  const std::string_view file = name(i);
  return folder_ / classes_[static_cast<std::size_t>(label(i))].name / file;
}

std::int64_t ImageList::label(std::int64_t i) const {
  const auto of_image = std::upper_bound(
      classes_.begin(), classes_.end(), i,
      [](std::int64_t image, const Class& a_class) { return image < a_class.end; });
  return of_image - classes_.begin();
}

std::uint32_t ImageList::checksum() const {
  constexpr std::string_view end("\0", 1);
  std::uint32_t sum = support::crc32_of({names_});
  for (const Class& part : classes_) sum = support::crc32_of({part.name, end}, sum);
  return support::crc32_of(
      {{reinterpret_cast<const char*>(ends_.data()), ends_.size() * sizeof ends_.front()}}, sum);
}

std::string_view ImageList::name(std::int64_t i) const {
  const std::uint64_t end = ends_.at(static_cast<std::size_t>(i));
  const std::uint64_t begin = i == 0 ? 0 : ends_[static_cast<std::size_t>(i) - 1];
  return std::string_view(names_).substr(begin, end - begin);
}

namespace {

/// In nanoseconds since 1970.
std::int64_t modification_time(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0)
    throw std::system_error(errno, std::generic_category(), "cannot read " + path.string());
  return std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
}

[[noreturn]] void fail(const fs::path& place, const std::string& what) {
  throw std::runtime_error(place.string() + ": " + what);
}

/// The parts of a data set, before they are listed.
Parts find_parts(const fs::path& folder) {
  const fs::path train = folder / "train", val = folder / "val", test = folder / "test";
  if (!fs::is_directory(train)) fail(train, "no such folder, expected one folder for each class");
  const bool has_val = fs::is_directory(val), has_test = fs::is_directory(test);
  if (has_val && has_test)
    fail(folder, "both val and test, expected one of them: the images to validate with");
  if (!has_val && !has_test)
    fail(folder, "neither val nor test, expected one of them, with one folder for each class");
  return {{train}, {has_val ? val : test}};
}

void list(Part& part) {
  part.modified = modification_time(part.folder);
  for (std::string& name : entries(part.folder, is_folder))
    part.classes.push_back({std::move(name)});
  in_parallel(part.classes.size(), [&](std::size_t i) {
    ClassFolder& a_class = part.classes[i];
    a_class.modified = modification_time(part.folder / a_class.name);
    a_class.files = entries(part.folder / a_class.name, is_image);
  });
}

/// Throws unless `other` has every class of `part`.
void check_classes(const Part& part, const Part& other) {
  const auto by_name = [](const ClassFolder& a, const ClassFolder& b) { return a.name < b.name; };
  std::vector<ClassFolder> alone;
  std::set_difference(part.classes.begin(), part.classes.end(), other.classes.begin(),
                      other.classes.end(), std::back_inserter(alone), by_name);
  if (alone.empty()) return;
  constexpr std::size_t most_named = 5;
  const std::size_t named = std::min(alone.size(), most_named);
  std::string names =
      support::joined(std::vector(alone.begin(), alone.begin() + static_cast<int>(named)), ", ",
                      [](const ClassFolder& a_class) { return a_class.name; });
  if (alone.size() > named) names += " and " + support::to_text(alone.size() - named) + " more";
  fail(part.folder, "classes that " + other.folder.string() + " lacks: " + names);
}

void check(const Parts& parts) {
  if (parts.train.classes.empty()) fail(parts.train.folder, "no class folders");
  check_classes(parts.train, parts.validation);
  check_classes(parts.validation, parts.train);
  for (const ClassFolder& a_class : parts.train.classes)
    if (a_class.files.empty())
      fail(parts.train.folder / a_class.name, "no .jpg, .jpeg or .png image of this class");
  const auto& validation = parts.validation.classes;
  if (std::all_of(validation.begin(), validation.end(),
                  [](const ClassFolder& a_class) { return a_class.files.empty(); }))
    fail(parts.validation.folder, "no .jpg, .jpeg or .png image in its class folders");
}

/// Whether the index has the part as its folders are now.
bool is_of(const Part& indexed, const Part& part) {
  if (indexed.folder != part.folder || indexed.modified != modification_time(part.folder))
    return false;
  std::atomic<bool> unchanged = true;
  in_parallel(indexed.classes.size(), [&](std::size_t i) {
    const ClassFolder& a_class = indexed.classes[i];
    if (a_class.modified != modification_time(part.folder / a_class.name)) unchanged = false;
  });
  return unchanged;
}

/// Nothing unless the cache is valid and describes the folders as they are now.
std::optional<Parts> read_cache(const fs::path& cache, const Parts& parts) {
  try {
    Parts indexed = parse_index(support::read_file(cache));
    check(indexed);
    if (is_of(indexed.train, parts.train) && is_of(indexed.validation, parts.validation))
      return indexed;
  } catch (const std::exception&) {
    // The cause does not matter: the folders themselves can be listed.
  }
  return std::nullopt;
}

void write_cache(const fs::path& cache, const Parts& parts) {
  if (cache.has_parent_path()) fs::create_directories(cache.parent_path());
  support::write_atomically(cache, {index_bytes(parts)});
}

ImageList image_list(const Part& part) {
  ImageList images(part.folder);
  for (const ClassFolder& a_class : part.classes) images.add_class(a_class.name, a_class.files);
  return images;
}

}  // namespace

ImageFolders index_image_folders(const fs::path& folder, const fs::path& cache) {
  Parts parts = find_parts(support::absolute_folder(folder));
  ImageFolders folders;
  if (std::optional<Parts> cached = read_cache(cache, parts)) {
    parts = *std::move(cached);
    folders.from_cache = true;
  } else {
    list(parts.train);
    list(parts.validation);
    check(parts);
    try {
      if (!cache.empty()) write_cache(cache, parts);
    } catch (const std::system_error& error) {
      folders.cache_error = error.what();
    }
  }
  for (const ClassFolder& a_class : parts.train.classes) folders.classes.push_back(a_class.name);
  folders.train = image_list(parts.train);
  folders.validation = image_list(parts.validation);
  return folders;
}

fs::path default_cache(const fs::path& folder) {
  const auto variable = [](const char* name) {
    const char* const value = std::getenv(name);
    return fs::path(value == nullptr ? "" : value);
  };
  fs::path caches = variable("XDG_CACHE_HOME");
  if (caches.empty() && !variable("HOME").empty()) caches = variable("HOME") / ".cache";
  if (caches.empty()) return {};

  std::uint64_t number = 0;
  for (const char c : support::absolute_folder(folder).string())
    number = support::spread(number ^ static_cast<unsigned char>(c));
  return caches / "autodecay" / ("index-" + support::to_text(number));
}

}  // namespace trainer
