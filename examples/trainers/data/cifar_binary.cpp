#include "data/cifar_binary.hpp"

#include "data/cifar_records.hpp"
#include "support/files.hpp"

#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/from_blob.h>

namespace trainer {
namespace {

namespace fs = std::filesystem;

/// All records of one file.
ImageSet read_batch(const fs::path& file) {
  std::string bytes = support::read_file(file);
  const std::int64_t count = cifar::count_records(bytes, file.string());
  const at::Tensor records = at::from_blob(bytes.data(), {count, cifar::record_bytes}, at::kByte);
  return {records.narrow(1, 1, cifar::image_bytes)
              .reshape({count, 3, cifar::side, cifar::side})
              .clone(),
          records.select(1, 0).to(at::kLong)};
}

std::vector<std::string> read_classes(const fs::path& file) {
  if (!fs::exists(file))
    return {"airplane", "automobile", "bird",  "cat",  "deer",
            "dog",      "frog",       "horse", "ship", "truck"};
  return cifar::parse_classes(support::read_file(file), file.string());
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
