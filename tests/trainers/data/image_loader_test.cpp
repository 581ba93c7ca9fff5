#include "data/image_loader.hpp"

#include "data/image_encoder.hpp"
#include "data/image_view.hpp"
#include "data/resample.hpp"
#include "support/files.hpp"
#include "temporary_folder.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <numeric>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/tensor.h>
#include <doctest/doctest.h>
#include <sys/stat.h>

using trainer::Batch;
using trainer::Image;
using trainer::ImageList;
using trainer::ImageLoader;
using trainer::LoaderOptions;

namespace {

constexpr std::int64_t image_size = 16;

/// Two classes of 12 images of various sizes, JPEG and PNG; image i's seed is i.
class Images {
 public:
  Images() : list_(folder_.path()) {
    for (int label = 0; label < 2; ++label) {
      std::vector<std::string> files;
      for (int i = 0; i < 12; ++i) {
        files.push_back(std::to_string(10 + i) + (i % 3 == 0 ? ".png" : ".jpg"));
        const auto seed = static_cast<std::uint64_t>(12 * label + i);
        const Image image = trainer::photograph(20 + 3 * i, 40 - 2 * i, seed, 60);
        (void)folder_.write(std::to_string(label) + "/" + files.back(),
                            i % 3 == 0 ? trainer::encode_png(image) : trainer::encode_jpeg(image));
      }
      list_.add_class(std::to_string(label), files);
    }
  }

  [[nodiscard]] const ImageList& list() const { return list_; }
  void overwrite(std::int64_t i, std::string_view bytes) const {
    (void)folder_.write(list_.path(i), bytes);
  }

 private:
  TemporaryFolder folder_;
  ImageList list_;
};

std::vector<std::int64_t> range(std::int64_t count) {
  std::vector<std::int64_t> indices(static_cast<std::size_t>(count));
  std::iota(indices.begin(), indices.end(), 0);
  return indices;
}

std::vector<Batch> all(ImageLoader& loader) {
  std::vector<Batch> batches;
  while (std::optional<Batch> batch = loader.next()) batches.push_back(*std::move(batch));
  return batches;
}

at::Tensor images_of(const std::vector<Batch>& batches) {
  std::vector<at::Tensor> images;
  for (const Batch& batch : batches) images.push_back(batch.images);
  return at::cat(images);
}

std::vector<std::int64_t> sizes_of(const std::vector<Batch>& batches) {
  std::vector<std::int64_t> sizes;
  for (const Batch& batch : batches) sizes.push_back(batch.images.size(0));
  return sizes;
}

/// All images from a loader with this many workers and this batch size.
at::Tensor loaded(const Images& images, LoaderOptions options, std::int64_t batch_size,
                  std::int64_t epoch = 1) {
  options.image_size = image_size;
  ImageLoader loader(images.list(), options);
  loader.start(range(24), batch_size, epoch);
  return images_of(all(loader));
}

}  // namespace

TEST_CASE("batches hold the validation views in order, the last one with the rest") {
  const Images images;
  ImageLoader loader(images.list(), {.image_size = image_size, .workers = 3, .ahead = 2});
  CHECK_FALSE(loader.next().has_value());
  loader.start({5, 23, 0, 12, 5}, 2, 1);
  const std::vector<Batch> batches = all(loader);
  CHECK(sizes_of(batches) == std::vector<std::int64_t>{2, 2, 1});
  CHECK_FALSE(loader.next().has_value());
  CHECK(loader.skipped().empty());

  const Batch& first = batches.front();
  CHECK(first.images.sizes() == at::IntArrayRef{2, 3, image_size, image_size});
  CHECK((first.images.scalar_type() == at::kByte));
  CHECK(first.images.is_contiguous(at::MemoryFormat::ChannelsLast));
  CHECK(first.labels.equal(at::tensor({0, 1}, at::kLong)));
  CHECK(batches[1].labels.equal(at::tensor({0, 1}, at::kLong)));
  CHECK(batches[2].images.equal(first.images.narrow(0, 0, 1)));

  const Image whole = trainer::decode_image(images.list().path(23));
  const trainer::View view = trainer::validation_view({whole.width, whole.height}, image_size);
  const trainer::Box box{view.box.left + view.region.left, view.box.top + view.region.top,
                         view.box.width, view.box.height};
  at::Tensor expected = at::empty({image_size, image_size, 3}, at::kByte);
  trainer::resample(whole, box, image_size, false, expected.data_ptr<std::uint8_t>());
  const at::Tensor difference =
      first.images[1].permute({1, 2, 0}).to(at::kInt).sub(expected.to(at::kInt));
  CHECK(difference.abs().max().item<int>() <= 1);
}

TEST_CASE("the result for an image does not depend on workers, batches or order") {
  const Images images;
  const at::Tensor expected = loaded(images, {.augment = true, .seed = 7}, 24);
  for (const std::int64_t workers : {1, 2, 5})
    for (const std::int64_t ahead : {1, 3})
      for (const std::int64_t batch_size : {1, 5, 100}) {
        const LoaderOptions options{.augment = true, .seed = 7, .workers = workers, .ahead = ahead};
        CHECK(loaded(images, options, batch_size).equal(expected));
      }
  ImageLoader loader(images.list(), {.image_size = image_size, .augment = true, .seed = 7});
  loader.start({9, 3}, 2, 1);
  const std::vector<Batch> batches = all(loader);
  CHECK(batches.at(0).images[0].equal(expected[9]));
  CHECK(batches.at(0).images[1].equal(expected[3]));
}

TEST_CASE("training views depend on the epoch and the seed, validation views do not") {
  const Images images;
  const at::Tensor first = loaded(images, {.augment = true, .seed = 7}, 24, 1);
  CHECK_FALSE(loaded(images, {.augment = true, .seed = 7}, 24, 2).equal(first));
  CHECK_FALSE(loaded(images, {.augment = true, .seed = 8}, 24, 1).equal(first));
  CHECK(loaded(images, {.seed = 7}, 24, 1).equal(loaded(images, {.seed = 8}, 24, 2)));
}

TEST_CASE("a new start drops the batches under way") {
  const Images images;
  const at::Tensor expected = loaded(images, {.workers = 2}, 24);
  ImageLoader loader(images.list(), {.image_size = image_size, .workers = 2, .ahead = 3});
  for (int repeat = 0; repeat < 20; ++repeat) {
    loader.start(range(24), 4, 1);
    for (int taken = 0; taken < repeat % 4; ++taken) REQUIRE(loader.next().has_value());
    loader.start({20, 21, 22}, 2, 1);
    const std::vector<Batch> batches = all(loader);
    CHECK(sizes_of(batches) == std::vector<std::int64_t>{2, 1});
    CHECK(images_of(batches).equal(expected.narrow(0, 20, 3)));
  }
  loader.start(range(24), 4, 1);
  loader.start({}, 4, 1);
  CHECK_FALSE(loader.next().has_value());
  loader.start(range(24), 4, 1);  // destroyed while it works
}

TEST_CASE("an invalid image is left out and reported once") {
  const Images images;
  const at::Tensor expected = loaded(images, {}, 24);
  images.overwrite(0, "no image");
  images.overwrite(6, "");
  images.overwrite(7, support::read_file(images.list().path(7)).substr(0, 200));
  ImageLoader loader(images.list(), {.image_size = image_size, .workers = 3});
  for (int epoch = 1; epoch <= 2; ++epoch) {
    loader.start(range(9), 3, epoch);
    const std::vector<Batch> batches = all(loader);
    CHECK(sizes_of(batches) == std::vector<std::int64_t>{2, 3, 1});
    CHECK(images_of(batches).equal(at::cat({expected.narrow(0, 1, 5), expected.narrow(0, 8, 1)})));
    CHECK(batches[0].images.is_contiguous(at::MemoryFormat::ChannelsLast));
    CHECK(batches[0].labels.numel() == 2);

    REQUIRE(loader.skipped().size() == 3);
    const std::int64_t bad[] = {0, 6, 7};
    for (std::size_t i = 0; i < 3; ++i) {
      const std::filesystem::path file = images.list().path(bad[i]);
      CHECK(loader.skipped()[i].file == file);
      CHECK(loader.skipped()[i].reason.find(file.string() + ": ") == 0);
    }
  }
  loader.start({6, 7}, 2, 3);
  const std::vector<Batch> batches = all(loader);
  CHECK(sizes_of(batches) == std::vector<std::int64_t>{0});
  CHECK(batches[0].labels.numel() == 0);
}

TEST_CASE("an image beyond the limits is left out like a damaged one") {
  const Images images;
  images.overwrite(3, trainer::encode_jpeg(trainer::photograph(50, 50, 1, 60)));
  images.overwrite(5, trainer::encode_jpeg(trainer::photograph(20, 20, 1, 60),
                                           {.scans = trainer::scan_of_each_coefficient()}));
  ImageLoader loader(
      images.list(),
      {.image_size = image_size, .workers = 2, .limits = {.pixels = 2499, .scans = 50}});
  loader.start({2, 3, 4, 5}, 4, 1);
  CHECK(sizes_of(all(loader)) == std::vector<std::int64_t>{2});
  REQUIRE(loader.skipped().size() == 2);
  CHECK(loader.skipped()[0].reason ==
        images.list().path(3).string() + ": 50x50 pixels, expected at most 2499");
  CHECK(loader.skipped()[1].reason.ends_with("JPEG with more than 50 scans"));
}

TEST_CASE("a file that cannot be read is left out, and a pipe does not block") {
  const Images images;
  const std::filesystem::path absent = images.list().path(4);
  const std::filesystem::path pipe = images.list().path(7);
  std::filesystem::remove(absent);
  std::filesystem::remove(pipe);
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  ImageLoader loader(images.list(), {.image_size = image_size, .workers = 2});
  loader.start(range(9), 3, 1);
  CHECK(sizes_of(all(loader)) == std::vector<std::int64_t>{3, 2, 2});
  REQUIRE(loader.skipped().size() == 2);
  CHECK(loader.skipped()[0].file == absent);
  CHECK(loader.skipped()[0].reason.find(absent.string()) != std::string::npos);
  CHECK(loader.skipped()[1].reason == pipe.string() + ": not a regular file");
}

TEST_CASE("options and orders out of range are refused") {
  const Images images;
  const auto error = [&](const LoaderOptions& options) {
    return error_of([&] { ImageLoader loader(images.list(), options); });
  };
  CHECK(error({.image_size = 0}) == "ImageLoader: image_size must be at least 1, got 0");
  CHECK(error({.workers = 0}) == "ImageLoader: workers must be at least 1, got 0");
  CHECK(error({.ahead = -1}) == "ImageLoader: ahead must be at least 1, got -1");
  ImageLoader loader(images.list(), {});
  CHECK(error_of([&] { loader.start({0}, 0, 1); }) ==
        "ImageLoader: batch_size must be at least 1, got 0");
  CHECK(error_of([&] { loader.start({0, 24}, 1, 1); }) == "ImageLoader: image 24 of a list of 24");
  CHECK(error_of([&] { loader.start({-1}, 1, 1); }) == "ImageLoader: image -1 of a list of 24");
}

TEST_CASE("more than one in 1,000 skipped images are too many") {
  std::vector<trainer::SkippedImage> skipped;
  CHECK_NOTHROW(trainer::require_few_skipped(skipped, 0));
  for (int i = 0; i < 12; ++i) skipped.push_back({"f", "reason " + std::to_string(i)});
  CHECK_NOTHROW(trainer::require_few_skipped(skipped, 12'000));
  const std::string error = error_of([&] { trainer::require_few_skipped(skipped, 11'999); });
  CHECK(error.find("12 of 11999 images cannot be decoded") == 0);
  CHECK(error.ends_with("\n  reason 8\n  reason 9"));
}
