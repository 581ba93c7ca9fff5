#include "transfer/layouts.hpp"

#include "data/folder_entries.hpp"
#include "data/subset.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cstddef>
#include <stdexcept>

namespace transfer {

namespace fs = std::filesystem;
using support::to_text;

std::vector<ClassImages> list_classes(const fs::path& folder) {
  std::vector<ClassImages> classes;
  for (const std::string& name : trainer::entries(folder, trainer::is_folder)) {
    classes.push_back({name, {}});
    for (const std::string& file : trainer::entries(folder / name, trainer::is_image))
      classes.back().files.push_back(folder / name / file);
  }
  return classes;
}

Target split(const std::vector<ClassImages>& classes, const fs::path& folder,
             const TargetOptions& options) {
  Target target;
  std::vector<TargetImage> images;
  std::vector<std::int64_t> labels;
  for (const ClassImages& a_class : classes) {
    if (std::ssize(a_class.files) <= options.train_per_class)
      throw std::runtime_error((folder / a_class.name).string() + ": " +
                               to_text(a_class.files.size()) + " images, expected " +
                               to_text(options.train_per_class) +
                               " for training and at least one more for testing");
    const std::int64_t label = std::ssize(target.classes);
    for (const fs::path& file : a_class.files) images.push_back({file, label});
    labels.resize(images.size(), label);
    target.classes.push_back(a_class.name);
  }
  const std::vector<std::int64_t> train = trainer::balanced_subset(
      labels, classes.size(), options.train_per_class * std::ssize(classes), options.split_seed);
  auto next = train.begin();
  for (std::int64_t i = 0; i < std::ssize(images); ++i) {
    const bool is_training = next != train.end() && *next == i;
    if (is_training) ++next;
    (is_training ? target.train : target.test)
        .push_back(std::move(images[static_cast<std::size_t>(i)]));
  }
  return target;
}

void require_every_class(const Target& target, const fs::path& train, const fs::path& test) {
  const auto require_in = [&](const std::vector<TargetImage>& images, const fs::path& place,
                              const std::string& kind) {
    std::vector<bool> has_image(target.classes.size());
    for (const TargetImage& image : images) has_image[static_cast<std::size_t>(image.label)] = true;
    const auto missing = std::find(has_image.begin(), has_image.end(), false);
    if (missing != has_image.end())
      throw std::runtime_error(
          place.string() + ": class \"" +
          target.classes[static_cast<std::size_t>(missing - has_image.begin())] + "\" has no " +
          kind + " image");
  };
  require_in(target.train, train, "training");
  require_in(target.test, test, "test");
}

}  // namespace transfer
