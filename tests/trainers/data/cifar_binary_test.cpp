#include "data/cifar_binary.hpp"

#include "temporary_folder.hpp"

#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <ATen/ops/tensor.h>
#include <doctest/doctest.h>

using trainer::Dataset;
using trainer::holds_cifar_binary;
using trainer::load_cifar_binary;

namespace {

/// A record whose red starts with 1, 2, whose green starts with `label`, and whose blue ends with
/// 255.
std::string record(int label) {
  std::string bytes(3073, '\0');
  bytes[0] = static_cast<char>(label);
  bytes[1] = 1;
  bytes[2] = 2;
  bytes[1 + 1024] = static_cast<char>(label);
  bytes[3072] = '\xFF';
  return bytes;
}

/// One record per training file, labelled 1 to 5, and two in the test file.
void write_batches(const TemporaryFolder& folder) {
  for (int batch = 1; batch <= 5; ++batch)
    folder.write("data_batch_" + std::to_string(batch) + ".bin", record(batch));
  folder.write("test_batch.bin", record(9) + record(0));
}

std::int64_t pixel(const at::Tensor& images, int image, int channel, int row, int column) {
  return images[image][channel][row][column].item<std::int64_t>();
}

}  // namespace

TEST_CASE("CIFAR-10's records become images and labels") {
  const TemporaryFolder folder;
  CHECK_FALSE(holds_cifar_binary(folder.path()));
  write_batches(folder);
  CHECK(holds_cifar_binary(folder.path()));

  const Dataset data = load_cifar_binary(folder.path());
  CHECK(data.train.images.sizes() == at::IntArrayRef{5, 3, 32, 32});
  CHECK((data.train.images.scalar_type() == at::kByte));
  CHECK(data.train.labels.equal(at::tensor({1, 2, 3, 4, 5}, at::kLong)));
  CHECK(data.test.images.sizes() == at::IntArrayRef{2, 3, 32, 32});
  CHECK(data.test.labels.equal(at::tensor({9, 0}, at::kLong)));

  CHECK(pixel(data.train.images, 3, 0, 0, 0) == 1);
  CHECK(pixel(data.train.images, 3, 0, 0, 1) == 2);
  CHECK(pixel(data.train.images, 3, 1, 0, 0) == 4);
  CHECK(pixel(data.train.images, 3, 2, 31, 31) == 255);
  CHECK(data.train.images.sum().item<std::int64_t>() == 5 * (1 + 2 + 255) + 15);
  CHECK(data.test.images.sum().item<std::int64_t>() == 2 * (1 + 2 + 255) + 9);
}

TEST_CASE("CIFAR-10's classes are those of the folder, otherwise the official ones") {
  const TemporaryFolder folder;
  write_batches(folder);
  CHECK(load_cifar_binary(folder.path()).classes ==
        std::vector<std::string>{"airplane", "automobile", "bird", "cat", "deer", "dog", "frog",
                                 "horse", "ship", "truck"});
  folder.write("batches.meta.txt", "a\nb\nc\r\nd\ne\nf\ng\nh\ni\nj\n\n");
  CHECK(load_cifar_binary(folder.path()).classes ==
        std::vector<std::string>{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"});
  const auto names = folder.write("batches.meta.txt", "a\nb\n");
  CHECK(error_of([&] { (void)load_cifar_binary(folder.path()); }) ==
        names.string() + ": 2 class names, expected 10");
}

TEST_CASE("a damaged batch is refused with its file and record") {
  const TemporaryFolder folder;
  write_batches(folder);
  const auto load = [&] { (void)load_cifar_binary(folder.path()); };

  auto file = folder.write("data_batch_4.bin", record(1).substr(1));
  CHECK(error_of(load) == file.string() + ": 3072 bytes, expected a positive multiple of 3073");
  folder.write("data_batch_4.bin", "");
  CHECK(error_of(load) == file.string() + ": 0 bytes, expected a positive multiple of 3073");
  folder.write("data_batch_4.bin", record(1) + record(9) + record(10));
  CHECK(error_of(load) == file.string() + ": record 3 of 3 has label 10, expected 0 to 9");
  folder.write("data_batch_4.bin", record(200));
  CHECK(error_of(load) == file.string() + ": record 1 of 1 has label 200, expected 0 to 9");
  std::filesystem::remove(file);
  CHECK(error_of(load).find(file.string()) != std::string::npos);
  folder.write("data_batch_4.bin", record(1));
  CHECK(error_of(load) == "");

  std::filesystem::remove(folder.path() / "test_batch.bin");
  CHECK(error_of(load).find("test_batch.bin") != std::string::npos);
}
