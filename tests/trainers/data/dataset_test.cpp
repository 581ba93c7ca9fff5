#include "data/dataset.hpp"

#include "data/patterns.hpp"
#include "temporary_folder.hpp"

#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <ATen/ops/bincount.h>
#include <ATen/ops/tensor.h>
#include <doctest/doctest.h>

using trainer::Dataset;
using trainer::limited;
using trainer::load_dataset;

namespace {

/// Records of CIFAR-10's binary format; the first byte of each image is its index.
std::string records(const std::vector<int>& labels, int first_place) {
  std::string bytes;
  for (const int label : labels) {
    std::string record(3073, '\0');
    record[0] = static_cast<char>(label);
    record[1] = static_cast<char>(first_place++);
    bytes += record;
  }
  return bytes;
}

/// Ten images of class 0, six of class 1, four of class 2.
void write_unbalanced(const TemporaryFolder& folder) {
  const std::vector<int> labels{0, 0, 1, 2};
  for (int batch = 0; batch < 4; ++batch)
    folder.write("data_batch_" + std::to_string(batch + 1) + ".bin", records(labels, 4 * batch));
  folder.write("data_batch_5.bin", records({0, 1, 1, 0}, 16));
  folder.write("test_batch.bin", records({0, 1, 2}, 0));
}

at::Tensor places(const Dataset& data) { return data.train.images.flatten(1).select(1, 0); }

Dataset limited_to(const std::string& source, std::int64_t limit, std::uint64_t seed) {
  return limited(load_dataset(source, seed), {.train = limit}, seed);
}

at::Tensor counts(const Dataset& data) { return at::bincount(data.train.labels, {}, 3); }

}  // namespace

TEST_CASE("a limit keeps equally many images per class, in order") {
  const TemporaryFolder folder;
  write_unbalanced(folder);
  const std::string source = folder.path().string();

  CHECK(counts(limited_to(source, 0, 1)).equal(at::tensor({10, 6, 4}, at::kLong)));
  CHECK(counts(limited_to(source, 100, 1)).equal(at::tensor({10, 6, 4}, at::kLong)));
  CHECK(counts(limited_to(source, 9, 1)).equal(at::tensor({3, 3, 3}, at::kLong)));
  CHECK(counts(limited_to(source, 10, 1)).equal(at::tensor({4, 3, 3}, at::kLong)));
  CHECK(counts(limited_to(source, 1, 1)).equal(at::tensor({1, 0, 0}, at::kLong)));
  // Class 2 has only four images, class 1 only six.
  CHECK(counts(limited_to(source, 18, 1)).equal(at::tensor({8, 6, 4}, at::kLong)));

  const Dataset limited = limited_to(source, 9, 1);
  CHECK(limited.test.size() == 3);
  const at::Tensor kept = places(limited).to(at::kLong);
  CHECK(kept.slice(0, 1).gt(kept.slice(0, 0, -1)).all().item<bool>());
  CHECK(limited_to(source, 0, 1).train.labels.index_select(0, kept).equal(limited.train.labels));
}

TEST_CASE("the seed chooses what a limit keeps") {
  const TemporaryFolder folder;
  write_unbalanced(folder);
  const std::string source = folder.path().string();
  CHECK(places(limited_to(source, 9, 1)).equal(places(limited_to(source, 9, 1))));
  CHECK_FALSE(places(limited_to(source, 9, 1)).equal(places(limited_to(source, 9, 2))));
}

TEST_CASE("a limit on the test set keeps the first images of each class, whatever the seed") {
  const Dataset all = load_dataset("patterns", 3);
  const Dataset few = limited(all, {.test = 20}, 1);
  CHECK(few.train.size() == all.train.size());
  CHECK(few.test.images.equal(all.test.images.slice(0, 0, 20)));  // classes take turns
  CHECK(few.test.images.equal(limited(all, {.test = 20}, 2).test.images));
}

TEST_CASE("the kinds of patterns stay with their images") {
  const Dataset all = load_dataset("patterns", 3);
  const at::Tensor indices = at::tensor({7, 3}, at::kLong);
  const trainer::ImageSet two = all.train.select(indices);
  CHECK(two.kinds.equal(all.train.kinds.index_select(0, indices)));
  CHECK(two.labels.equal(at::tensor({7, 3}, at::kLong)));
}

TEST_CASE("a source is patterns, a folder of batches, its parent folder, or class folders") {
  CHECK(load_dataset("patterns", 3).test.images.equal(trainer::make_patterns(3).test.images));

  const TemporaryFolder folder;
  const std::string path = folder.path().string();
  const auto error = [&] { return error_of([&] { (void)load_dataset(path, 0); }); };
  CHECK(error() == path +
                       ": no data here; expected data_batch_1.bin, "
                       "cifar-10-batches-bin/data_batch_1.bin or train/<class>/");
  std::filesystem::create_directory(folder.path() / "train");
  CHECK(error() == path + "/train: no class folders");
  folder.write("cifar-10-batches-bin/data_batch_1.bin", records({1}, 0));
  CHECK(error().find("cifar-10-batches-bin/data_batch_2.bin") != std::string::npos);
  write_unbalanced(folder);
  CHECK(load_dataset(path, 0).train.size() == 20);

  const std::string missing = path + "/missing";
  CHECK(error_of([&] { (void)load_dataset(missing, 0); }) ==
        missing + ": no such folder; expected \"patterns\" or a folder");
}
