#include "transfer/target.hpp"

#include "data/image_view.hpp"
#include "data/parallel.hpp"
#include "data/resample.hpp"
#include "support/files.hpp"
#include "support/text.hpp"
#include "support/usage_error.hpp"
#include "transfer/layouts.hpp"

#include <algorithm>
#include <cstddef>
#include <stdexcept>

#include <ATen/Functions.h>

namespace transfer {
namespace {

namespace fs = std::filesystem;

/// How to recognise and read a layout.
struct Layout {
  std::string name;
  std::vector<std::string> signs;  ///< any of these entries identifies the layout
  Target (*read)(const fs::path& folder, const TargetOptions& options);
};

const std::vector<Layout>& layouts() {
  static const std::vector<Layout> all = {
      {"Caltech256", {"256_ObjectCategories"}, read_caltech256},
      {"CUB-200-2011", {"images.txt", "image_class_labels.txt", "train_test_split.txt"}, read_cub},
      {"MIT Indoor 67", {"TrainImages.txt", "TestImages.txt"}, read_indoor67},
      {"Sketch250", {"png"}, read_sketches},
      {"class folders", {"train"}, read_class_folders}};
  return all;
}

const Layout& layout_of(const fs::path& folder) {
  std::vector<const Layout*> found;
  for (const Layout& layout : layouts())
    if (std::any_of(layout.signs.begin(), layout.signs.end(),
                    [&](const std::string& sign) { return fs::exists(folder / sign); }) ||
        (layout.read == read_caltech256 && caltech256_folder(folder) == folder))
      found.push_back(&layout);
  if (found.size() == 1) return *found.front();
  if (found.empty())
    throw std::runtime_error(folder.string() + ": no data set in a known layout; looked for " +
                             support::joined(layouts(), ", ", [](const Layout& layout) {
                               return support::joined(layout.signs, " or ") + " (" + layout.name +
                                      ")";
                             }));
  throw std::runtime_error(
      folder.string() + ": ambiguous layout, there are entries of several: " +
      support::joined(found, ", ", [](const Layout* layout) { return layout->name; }));
}

/// The part of a box that is inside the image.
trainer::Region clamped(const trainer::Region& box, trainer::ImageSize image) {
  const int left = std::max(box.left, 0), right = std::min(box.left + box.width, image.width);
  const int top = std::max(box.top, 0), bottom = std::min(box.top + box.height, image.height);
  if (left >= right || top >= bottom)
    throw trainer::BadImage("its box is outside the image of " + support::to_text(image.width) +
                            "x" + support::to_text(image.height) + " pixels");
  return {left, top, right - left, bottom - top};
}

trainer::ImageSet decode(const std::vector<TargetImage>& images, int size,
                         const trainer::ImageLimits& limits) {
  const std::size_t area = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
  const at::Tensor pixels =
      at::empty({static_cast<std::int64_t>(images.size()), 3, size, size}, at::kByte);
  std::uint8_t* const bytes = pixels.data_ptr<std::uint8_t>();
  trainer::in_parallel(images.size(), [&](std::size_t i) {
    const trainer::Image image = transfer::decode(images[i], size, limits);
    trainer::write_planes(image, bytes + 3 * i * area);
  });
  std::vector<std::int64_t> labels;
  for (const TargetImage& image : images) labels.push_back(image.label);
  return {pixels, at::tensor(labels, at::kLong)};
}

}  // namespace

Target read_target(const fs::path& folder, const TargetOptions& options) {
  support::require(options.train_per_class >= 1, "--train-per-class", "at least 1 image",
                   options.train_per_class);
  const fs::path place = support::absolute_folder(folder);
  if (!fs::is_directory(place)) throw std::runtime_error(place.string() + ": no such folder");
  const Layout& layout = layout_of(place);
  Target target = layout.read(place, options);
  target.name = place.filename().string();
  target.layout = layout.name;
  return target;
}

trainer::Image decode(const TargetImage& image, int size, const trainer::ImageLimits& limits) {
  trainer::View view;
  const auto choose = [&](trainer::ImageSize whole) {
    const trainer::Region used =
        image.box ? clamped(*image.box, whole) : trainer::Region{0, 0, whole.width, whole.height};
    view = trainer::validation_view({used.width, used.height}, size);
    view.region.left += used.left;
    view.region.top += used.top;
    return view.region;
  };
  const trainer::Image part = trainer::decode_part(image.file, choose, limits);
  trainer::Image square{size, size, {}};
  square.pixels.resize(std::size_t{3} * static_cast<std::size_t>(size) *
                       static_cast<std::size_t>(size));
  trainer::resample(part, view.box, size, view.mirrored, square.pixels.data());
  return square;
}

trainer::Dataset decode(const Target& target, int size, const trainer::ImageLimits& limits) {
  return {decode(target.train, size, limits), decode(target.test, size, limits), target.classes};
}

}  // namespace transfer
