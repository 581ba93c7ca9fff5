#include "trainer/cifar_binary.hpp"

#include "trainer/files.hpp"

#include <cstddef>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <ATen/Functions.h>

namespace trainer {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t class_count = 10;
constexpr std::int64_t side = 32;
constexpr std::int64_t image_bytes = 3 * side * side;
constexpr std::int64_t record_bytes = 1 + image_bytes;

/// All records of one file.
ImageSet read_batch(const fs::path& file) {
  std::string bytes = read_file(file);
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (size == 0 || size % record_bytes != 0)
    throw std::runtime_error(file.string() + ": " + std::to_string(size) +
                             " bytes, expected a positive multiple of " +
                             std::to_string(record_bytes));
  const std::int64_t count = size / record_bytes;
  for (std::int64_t record = 0; record < count; ++record) {
    const auto label =
        static_cast<unsigned char>(bytes[static_cast<std::size_t>(record * record_bytes)]);
    if (label >= class_count)
      throw std::runtime_error(file.string() + ": record " + std::to_string(record + 1) + " of " +
                               std::to_string(count) + " has label " + std::to_string(label) +
                               ", expected 0 to 9");
  }
  const at::Tensor records = at::from_blob(bytes.data(), {count, record_bytes}, at::kByte);
  return {records.narrow(1, 1, image_bytes).reshape({count, 3, side, side}).clone(),
          records.select(1, 0).to(at::kLong)};
}

std::vector<std::string> read_classes(const fs::path& file) {
  if (!fs::exists(file))
    return {"airplane", "automobile", "bird",  "cat",  "deer",
            "dog",      "frog",       "horse", "ship", "truck"};
  std::istringstream words(read_file(file));
  std::vector<std::string> classes;
  for (std::string word; words >> word;) classes.push_back(word);
  if (classes.size() != class_count)
    throw std::runtime_error(file.string() + ": " + std::to_string(classes.size()) +
                             " class names, expected " + std::to_string(class_count));
  return classes;
}

}  // namespace

bool holds_cifar_binary(const fs::path& folder) {
  return fs::exists(folder / "data_batch_1.bin") || fs::exists(folder / "test_batch.bin");
}

Dataset load_cifar_binary(const fs::path& folder) {
  std::vector<at::Tensor> images, labels;
  for (int batch = 1; batch <= 5; ++batch) {
    const ImageSet set = read_batch(folder / ("data_batch_" + std::to_string(batch) + ".bin"));
    images.push_back(set.images);
    labels.push_back(set.labels);
  }
  return {.train = {at::cat(images), at::cat(labels)},
          .test = read_batch(folder / "test_batch.bin"),
          .classes = read_classes(folder / "batches.meta.txt")};
}

}  // namespace trainer
