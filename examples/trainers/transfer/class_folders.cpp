#include "data/image_index.hpp"
#include "transfer/layouts.hpp"

namespace transfer {
namespace {

namespace fs = std::filesystem;

std::vector<TargetImage> images_of(const trainer::ImageList& list) {
  std::vector<TargetImage> images;
  for (std::int64_t i = 0; i < list.size(); ++i) images.push_back({list.path(i), list.label(i)});
  return images;
}

}  // namespace

Target read_class_folders(const fs::path& folder, const TargetOptions&) {
  const trainer::ImageFolders folders = trainer::index_image_folders(folder, {});
  Target target;
  target.classes = folders.classes;
  target.train = images_of(folders.train);
  target.test = images_of(folders.validation);
  const fs::path test = target.test.front().file.parent_path().parent_path();
  require_every_class(target, folder / "train", test);
  return target;
}

}  // namespace transfer
