#include "trainer/image_folder.hpp"

#include "trainer/image_decoder.hpp"

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <ATen/Functions.h>

namespace trainer {
namespace {

namespace fs = std::filesystem;

/// The entries of `folder` that `wanted` accepts, sorted by name, hidden ones left out.
template <typename Predicate>
std::vector<fs::path> entries(const fs::path& folder, Predicate wanted) {
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (!entry.path().filename().string().starts_with('.') && wanted(entry))
      found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

bool is_folder(const fs::directory_entry& entry) { return entry.is_directory(); }

bool is_image(const fs::directory_entry& entry) {
  std::string extension = entry.path().extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return extension == ".jpg" || extension == ".jpeg" || extension == ".png";
}

/// Image files and their labels.
struct Listing {
  std::vector<fs::path> files;
  std::vector<std::int64_t> labels;

  /// Adds the images of a class; returns how many.
  std::size_t add(const fs::path& folder, std::size_t label) {
    const std::vector<fs::path> images = entries(folder, is_image);
    files.insert(files.end(), images.begin(), images.end());
    labels.insert(labels.end(), images.size(), static_cast<std::int64_t>(label));
    return images.size();
  }
};

std::string size_text(const Image& image) {
  return std::to_string(image.width) + "x" + std::to_string(image.height);
}

/// Calls task(0) … task(count - 1) on all cores, and throws what the lowest one of them threw.
template <typename Task>
void in_parallel(std::size_t count, Task task) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::size_t failed = count;
  std::exception_ptr error;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        task(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (i < failed) {
          failed = i;
          error = std::current_exception();
        }
        next = count;  // every lower index is already under way
      }
    }
  };
  {
    std::vector<std::jthread> threads(std::max(1U, std::thread::hardware_concurrency()));
    for (std::jthread& thread : threads) thread = std::jthread(work);
  }
  if (error) std::rethrow_exception(error);
}

/// uint8, N x 3 x H x W. `files` is not empty.
at::Tensor decode_images(const std::vector<fs::path>& files) {
  const Image first = decode_image(files.front());
  const std::size_t area = first.pixels.size() / 3;
  at::Tensor images =
      at::empty({static_cast<std::int64_t>(files.size()), 3, first.height, first.width}, at::kByte);
  std::uint8_t* const bytes = images.data_ptr<std::uint8_t>();
  in_parallel(files.size(), [&](std::size_t i) {
    const Image image = decode_image(files[i]);
    if (image.width != first.width || image.height != first.height)
      throw std::runtime_error("images must have one size: " + files.front().string() + " has " +
                               size_text(first) + ", " + files[i].string() + " has " +
                               size_text(image));
    // From RGBRGB… to RR…GG…BB….
    for (std::size_t channel = 0; channel < 3; ++channel) {
      std::uint8_t* const plane = bytes + (3 * i + channel) * area;
      for (std::size_t pixel = 0; pixel < area; ++pixel)
        plane[pixel] = image.pixels[3 * pixel + channel];
    }
  });
  return images;
}

}  // namespace

Dataset load_image_folder(const fs::path& folder) {
  const auto fail = [](const fs::path& place, const std::string& what) {
    throw std::runtime_error(place.string() + ": " + what);
  };
  const fs::path train = folder / "train";
  const fs::path test = folder / "test";

  Dataset dataset;
  Listing listing;
  if (!fs::is_directory(train)) fail(train, "no such folder, expected one folder for each class");
  for (const fs::path& class_folder : entries(train, is_folder)) {
    if (listing.add(class_folder, dataset.classes.size()) == 0)
      fail(class_folder, "no .jpg, .jpeg or .png image of this class");
    dataset.classes.push_back(class_folder.filename().string());
  }
  if (dataset.classes.empty()) fail(train, "no class folders");
  const auto train_size = static_cast<std::int64_t>(listing.files.size());

  if (!fs::is_directory(test)) fail(test, "no such folder, expected one folder for each class");
  for (const fs::path& class_folder : entries(test, is_folder)) {
    const auto label =
        std::find(dataset.classes.begin(), dataset.classes.end(), class_folder.filename().string());
    if (label == dataset.classes.end())
      fail(class_folder, "a class that " + train.string() + " lacks");
    listing.add(class_folder, static_cast<std::size_t>(label - dataset.classes.begin()));
  }
  const auto test_size = static_cast<std::int64_t>(listing.files.size()) - train_size;
  if (test_size == 0) fail(test, "no .jpg, .jpeg or .png image in its class folders");

  const at::Tensor images = decode_images(listing.files);
  const at::Tensor labels = at::tensor(listing.labels);
  dataset.train = {images.narrow(0, 0, train_size), labels.narrow(0, 0, train_size)};
  dataset.test = {images.narrow(0, train_size, test_size), labels.narrow(0, train_size, test_size)};
  return dataset;
}

}  // namespace trainer
