#include "data/augmentation.hpp"

#include <set>
#include <vector>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>
#include <doctest/doctest.h>

using trainer::augment;
using trainer::channel_statistics;
using trainer::crop_padding;
using trainer::normalise;

namespace {

at::Generator generator(std::uint64_t seed) { return at::detail::createCPUGenerator(seed); }

/// Images whose bytes are all different and nonzero.
at::Tensor numbered(std::int64_t count) {
  const at::Tensor one = at::arange(1, 1 + 3 * 6 * 8, at::kByte).reshape({1, 3, 6, 8});
  return one.repeat({count, 1, 1, 1});
}

/// A direct implementation of augment() for one `image` (C x H x W).
at::Tensor moved(const at::Tensor& image, bool mirrored, std::int64_t down, std::int64_t right) {
  const at::Tensor padded = at::constant_pad_nd(
      mirrored ? image.flip(2) : image, {crop_padding, crop_padding, crop_padding, crop_padding});
  return padded.narrow(1, down, image.size(1)).narrow(2, right, image.size(2));
}

}  // namespace

TEST_CASE("augmentation mirrors and shifts, and nothing else") {
  const std::int64_t count = 4000;
  const at::Tensor batch = numbered(count);
  const at::Tensor result = augment(batch, trainer::draw_choices(batch.size(0), generator(1)));
  REQUIRE(result.sizes() == batch.sizes());
  REQUIRE((result.scalar_type() == at::kByte));

  // How often each of the 2 * 9 * 9 outcomes occurs.
  std::int64_t found = 0;
  for (const bool mirrored : {false, true})
    for (std::int64_t down = 0; down <= 2 * crop_padding; ++down)
      for (std::int64_t right = 0; right <= 2 * crop_padding; ++right) {
        CAPTURE(mirrored);
        CAPTURE(down);
        CAPTURE(right);
        const at::Tensor expected = moved(batch[0], mirrored, down, right);
        const auto times = result.eq(expected).flatten(1).all(1).sum().item<std::int64_t>();
        CHECK(times > 0);
        CHECK(times < 60);  // 25 expected
        found += times;
      }
  CHECK(found == count);
}

TEST_CASE("the images of a batch keep their order") {
  at::Tensor batch = at::zeros({50, 1, 9, 9}, at::kFloat);
  for (int i = 0; i < 50; ++i) batch[i].fill_(i + 0.5);
  const at::Tensor result = augment(batch, trainer::draw_choices(batch.size(0), generator(3)));
  CHECK((result.scalar_type() == at::kFloat));
  CHECK(result.amax({1, 2, 3}).equal(batch.select(3, 0).select(2, 0).select(1, 0)));
}

TEST_CASE("the augmentation depends only on the generator's state") {
  const at::Tensor batch = numbered(64);
  CHECK(augment(batch, trainer::draw_choices(batch.size(0), generator(7)))
            .equal(augment(batch, trainer::draw_choices(batch.size(0), generator(7)))));
  CHECK_FALSE(augment(batch, trainer::draw_choices(batch.size(0), generator(7)))
                  .equal(augment(batch, trainer::draw_choices(batch.size(0), generator(8)))));
  at::Generator going_on = generator(7);
  const at::Tensor first = augment(batch, trainer::draw_choices(batch.size(0), going_on));
  CHECK_FALSE(augment(batch, trainer::draw_choices(batch.size(0), going_on)).equal(first));
}

TEST_CASE("channel statistics are the mean and deviation over all pixels") {
  // Red is 10 and 30, green is 0 and 255 in a ratio of three to one, blue is always 7.
  const at::Tensor images =
      at::tensor({10, 30, 0, 0, 7, 7, 10, 30, 0, 255, 7, 7}, at::kByte).reshape({2, 3, 1, 2});
  const auto statistics = channel_statistics(images);
  CHECK(statistics.mean.sizes() == at::IntArrayRef{1, 3, 1, 1});
  CHECK(statistics.deviation.sizes() == at::IntArrayRef{1, 3, 1, 1});
  CHECK(statistics.mean.flatten().equal(at::tensor({20.0, 63.75, 7.0}, at::kFloat)));
  const double green = 63.75 * 1.7320508075688772;
  CHECK(
      statistics.deviation.flatten().allclose(at::tensor({10.0, green, 1.0}, at::kFloat), 1e-7, 0));
}

TEST_CASE("normalised images have mean 0 and deviation 1 in each channel") {
  const at::Tensor images = at::randint(256, {40, 3, 5, 6}, generator(5), at::kByte);
  const at::Tensor result = normalise(images, channel_statistics(images));
  CHECK((result.scalar_type() == at::kFloat));
  CHECK(result.mean({0, 2, 3}).abs().max().item<double>() < 1e-6);
  CHECK(result.square().mean({0, 2, 3}).sub(1).abs().max().item<double>() < 1e-5);
}
