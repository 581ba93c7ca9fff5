#include "data/image_folder.hpp"

#include "data/image_encoder.hpp"
#include "temporary_folder.hpp"

#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <ATen/ops/tensor.h>
#include <doctest/doctest.h>

using trainer::Dataset;
using trainer::load_image_folder;

namespace {

/// A PNG of one colour except for its first pixel, which is black.
std::string png(int width, int height, int red, int green, int blue) {
  trainer::Image image = {.width = width, .height = height, .pixels = {}};
  for (int i = 0; i < width * height; ++i)
    for (const int value : {red, green, blue})
      image.pixels.push_back(static_cast<std::uint8_t>(i == 0 ? 0 : value));
  return trainer::encode_png(image);
}

/// Two classes; the training images' red counts from 1 in the expected order.
void write_coloured_images(const TemporaryFolder& folder) {
  folder.write("train/dog/1.png", png(3, 2, 4, 0, 0));
  folder.write("train/cat/b.PNG", png(3, 2, 2, 0, 0));
  folder.write("train/cat/c.png", png(3, 2, 3, 0, 0));
  folder.write("train/cat/a.jpg", png(3, 2, 1, 0, 0));
  folder.write("test/dog/z.jpeg", png(3, 2, 10, 20, 30));
}

}  // namespace

TEST_CASE("class folders load sorted by name") {
  const TemporaryFolder folder;
  write_coloured_images(folder);
  folder.write("train/cat/readme.txt", "not an image");
  folder.write("train/cat/.hidden.png", "nor this");
  folder.write("train/.cache/x.png", "nor this");
  folder.write("train/list.png", "outside of every class");

  const Dataset data = load_image_folder(folder.path());
  CHECK(data.classes == std::vector<std::string>{"cat", "dog"});
  CHECK(data.train.images.sizes() == at::IntArrayRef{4, 3, 2, 3});
  CHECK((data.train.images.scalar_type() == at::kByte));
  CHECK(data.train.images.select(1, 0).select(1, 1).select(1, 2).equal(
      at::tensor({1, 2, 3, 4}, at::kByte)));
  CHECK(data.train.labels.equal(at::tensor({0, 0, 0, 1}, at::kLong)));
  CHECK(data.test.labels.equal(at::tensor({1}, at::kLong)));
  const at::Tensor colour = at::tensor({10, 20, 30}, at::kByte).reshape({1, 3, 1, 1});
  at::Tensor expected = colour.expand({1, 3, 2, 3}).clone();
  expected.select(2, 0).select(2, 0).zero_();
  CHECK(data.test.images.equal(expected));
}

TEST_CASE("missing folders and images are named") {
  const TemporaryFolder folder;
  const std::string path = folder.path().string();
  const auto error = [&] { return error_of([&] { (void)load_image_folder(folder.path()); }); };

  CHECK(error() == path + "/train: no such folder, expected one folder for each class");
  std::filesystem::create_directory(folder.path() / "train");
  CHECK(error() == path + "/train: no class folders");
  write_coloured_images(folder);
  std::filesystem::create_directory(folder.path() / "train" / "bird");
  CHECK(error() == path + "/train/bird: no .jpg, .jpeg or .png image of this class");
  folder.write("train/bird/1.png", png(3, 2, 1, 1, 1));
  CHECK(error() == "");
  std::filesystem::create_directory(folder.path() / "test" / "fish");
  CHECK(error() == path + "/test/fish: this class is missing from " + path + "/train");
  std::filesystem::remove(folder.path() / "test" / "fish");
  std::filesystem::remove(folder.path() / "test" / "dog" / "z.jpeg");
  CHECK(error() == path + "/test: no .jpg, .jpeg or .png image in its class folders");
  std::filesystem::remove_all(folder.path() / "test");
  CHECK(error() == path + "/test: no such folder, expected one folder for each class");
}

TEST_CASE("the first of several bad images is named, whichever thread finds it") {
  const TemporaryFolder folder;
  const std::string path = folder.path().string();
  for (int i = 100; i < 200; ++i)
    folder.write("train/cat/" + std::to_string(i) + ".png", i < 117 ? png(3, 2, i, 0, 0) : "bad");
  folder.write("test/cat/a.png", png(5, 4, 0, 0, 0));
  for (int repeat = 0; repeat < 20; ++repeat)
    CHECK(error_of([&] { (void)load_image_folder(folder.path()); }) ==
          path + "/train/cat/117.png: neither a JPEG nor a PNG image");
}

TEST_CASE("images of two sizes are refused with both names") {
  const TemporaryFolder folder;
  write_coloured_images(folder);
  const std::string path = folder.path().string();
  folder.write("test/cat/a.png", png(2, 3, 0, 0, 0));
  CHECK(error_of([&] { (void)load_image_folder(folder.path()); }) ==
        "images must have one size: " + path + "/train/cat/a.jpg has 3x2, " + path +
            "/test/cat/a.png has 2x3");
}
