#include "transfer/layouts.hpp"
#include "transfer/list_file.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace transfer {
namespace {

namespace fs = std::filesystem;

/// Sorted as if the folders had been listed, so the split does not depend on the list's order.
std::vector<ClassImages> listed_classes(const fs::path& list, const fs::path& folder) {
  std::map<std::string, std::vector<fs::path>> files;
  for (const ListedImage& image : read_image_list(list, folder))
    files[image.class_name].push_back(image.file);
  std::vector<ClassImages> classes;
  for (auto& [name, images] : files) {
    std::sort(images.begin(), images.end());
    classes.push_back({name, std::move(images)});
  }
  return classes;
}

}  // namespace

Target read_sketches(const fs::path& folder, const TargetOptions& options) {
  const fs::path sketches = folder / "png";
  const fs::path list = sketches / "filelist.txt";
  const std::vector<ClassImages> classes =
      fs::exists(list) ? listed_classes(list, sketches) : list_classes(sketches);
  if (classes.empty()) throw std::runtime_error(sketches.string() + ": no class folders");
  return split(classes, sketches, options);
}

}  // namespace transfer
