#include "data/image_folder.hpp"

#include "data/folder_entries.hpp"
#include "data/image_decoder.hpp"
#include "data/parallel.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/tensor.h>

namespace trainer {
namespace {

namespace fs = std::filesystem;

/// Image files and their labels.
struct Listing {
  std::vector<fs::path> files;
  std::vector<std::int64_t> labels;

  /// Adds the images of a class; returns how many.
  std::size_t add(const fs::path& folder, std::size_t label) {
    const std::vector<std::string> names = entries(folder, is_image);
    for (const std::string& name : names) files.push_back(folder / name);
    labels.insert(labels.end(), names.size(), static_cast<std::int64_t>(label));
    return names.size();
  }
};

std::string size_text(const Image& image) {
  return std::to_string(image.width) + "x" + std::to_string(image.height);
}

/// uint8, N x 3 x H x W. `files` is not empty.
at::Tensor decode_images(const std::vector<fs::path>& files, const ImageLimits& limits) {
  const Image first = decode_image(files.front(), limits);
  const std::size_t area = first.pixels.size() / 3;
  at::Tensor images =
      at::empty({static_cast<std::int64_t>(files.size()), 3, first.height, first.width}, at::kByte);
  std::uint8_t* const bytes = images.data_ptr<std::uint8_t>();
  in_parallel(files.size(), [&](std::size_t i) {
    const Image image = decode_image(files[i], limits);
    if (image.width != first.width || image.height != first.height)
      throw std::runtime_error("images must have one size: " + files.front().string() + " has " +
                               size_text(first) + ", " + files[i].string() + " has " +
                               size_text(image));
    write_planes(image, bytes + 3 * i * area);
  });
  return images;
}

}  // namespace

Dataset load_image_folder(const fs::path& folder, const ImageLimits& limits) {
  const auto fail = [](const fs::path& place, const std::string& what) {
    throw std::runtime_error(place.string() + ": " + what);
  };
  const fs::path train = folder / "train";
  const fs::path test = folder / "test";

  Dataset dataset;
  Listing listing;
  if (!fs::is_directory(train)) fail(train, "no such folder, expected one folder for each class");
  for (const std::string& name : entries(train, is_folder)) {
    if (listing.add(train / name, dataset.classes.size()) == 0)
      fail(train / name, "no .jpg, .jpeg or .png image of this class");
    dataset.classes.push_back(name);
  }
  if (dataset.classes.empty()) fail(train, "no class folders");
  const auto train_size = static_cast<std::int64_t>(listing.files.size());

  if (!fs::is_directory(test)) fail(test, "no such folder, expected one folder for each class");
  for (const std::string& name : entries(test, is_folder)) {
    const auto label = std::find(dataset.classes.begin(), dataset.classes.end(), name);
    if (label == dataset.classes.end())
      fail(test / name, "this class is missing from " + train.string());
    listing.add(test / name, static_cast<std::size_t>(label - dataset.classes.begin()));
  }
  const auto test_size = static_cast<std::int64_t>(listing.files.size()) - train_size;
  if (test_size == 0) fail(test, "no .jpg, .jpeg or .png image in its class folders");

  const at::Tensor images = decode_images(listing.files, limits);
  const at::Tensor labels = at::tensor(listing.labels);
  dataset.train = {images.narrow(0, 0, train_size), labels.narrow(0, 0, train_size)};
  dataset.test = {images.narrow(0, train_size, test_size), labels.narrow(0, train_size, test_size)};
  return dataset;
}

}  // namespace trainer
