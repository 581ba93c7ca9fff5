#include "data/patterns.hpp"

#include <string>
#include <vector>

#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/bincount.h>
#include <ATen/ops/stack.h>
#include <doctest/doctest.h>

using trainer::Dataset;
using trainer::ImageSet;
using trainer::make_patterns;
using trainer::PatternKind;

namespace {

at::Tensor of_kind(const at::Tensor& kinds, PatternKind kind) {
  return kinds.eq(static_cast<int>(kind)).nonzero().flatten();
}

/// The images of one kind as numbers, and their labels.
ImageSet select(const ImageSet& set, PatternKind kind) {
  const at::Tensor indices = of_kind(set.kinds, kind);
  return {set.images.index_select(0, indices).to(at::kDouble), set.labels.index_select(0, indices)};
}

/// Images without their tint, which is the mean of each channel.
at::Tensor untinted(const at::Tensor& images) { return images - images.mean({2, 3}, true); }

/// The mean image of each class.
at::Tensor class_means(const ImageSet& set) {
  std::vector<at::Tensor> means;
  for (std::int64_t label = 0; label < trainer::pattern_classes; ++label)
    means.push_back(set.images.index_select(0, set.labels.eq(label).nonzero().flatten()).mean(0));
  return at::stack(means);
}

/// The share of test images that are closest to the mean training image of their class.
double matched(const Dataset& data, PatternKind kind) {
  const ImageSet train = select(data.train, kind);
  const ImageSet test = select(data.test, kind);
  const at::Tensor patterns = untinted(class_means(train)).sign().flatten(1);
  const at::Tensor scores =
      untinted(test.images)
          .flatten(1)
          .matmul(untinted(patterns.reshape({trainer::pattern_classes, 3, trainer::pattern_side,
                                             trainer::pattern_side}))
                      .flatten(1)
                      .t());
  return scores.argmax(1).eq(test.labels).to(at::kDouble).mean().item<double>();
}

}  // namespace

TEST_CASE("patterns have equally many images per class, and every kind in its share") {
  const Dataset data = make_patterns(1);
  CHECK(data.train.images.sizes() == at::IntArrayRef{4000, 3, 8, 8});
  CHECK(data.test.images.sizes() == at::IntArrayRef{1000, 3, 8, 8});
  CHECK((data.train.images.scalar_type() == at::kByte));
  CHECK(data.classes.size() == 10);
  CHECK(at::bincount(data.train.labels, {}, 10).eq(400).all().item<bool>());
  CHECK(at::bincount(data.test.labels, {}, 10).eq(100).all().item<bool>());

  const auto share = [&](PatternKind kind) {
    return static_cast<double>(of_kind(data.train.kinds, kind).numel()) / 4000;
  };
  // Within five deviations of 4,000 draws.
  CHECK(share(PatternKind::easy_only) == doctest::Approx(0.2).epsilon(0.03));
  CHECK(share(PatternKind::complex_only) == doctest::Approx(0.7).epsilon(0.03));
  CHECK(share(PatternKind::both) == doctest::Approx(0.1).epsilon(0.03));
}

TEST_CASE("an easy pattern is constant on quarters, and the same for all images of its class") {
  const Dataset data = make_patterns(2);
  const ImageSet easy = select(data.train, PatternKind::easy_only);
  const at::Tensor images = untinted(easy.images);
  CHECK(images.equal(class_means({images, easy.labels}).index_select(0, easy.labels)));
  const at::Tensor quarters = easy.images.unfold(2, 4, 4).unfold(3, 4, 4).flatten(4);
  CHECK(quarters.amax({4}).equal(quarters.amin({4})));
}

TEST_CASE("a complex pattern exceeds another one by the advantage") {
  const Dataset data = make_patterns(3);
  const ImageSet set = select(data.train, PatternKind::complex_only);
  // Where two patterns agree, a channel is 64 above or below its tint; elsewhere it is 1 to 63.
  std::vector<std::int64_t> advantages(64);
  for (std::int64_t i = 0; i < set.size(); ++i) {
    const at::Tensor image = set.images[i].flatten(1);
    const at::Tensor highest = image.amax({1}, true);
    const at::Tensor tint = highest - 64;
    const at::Tensor distances = (image - tint).abs();
    const at::Tensor inner = distances.masked_select(distances.ne(64));
    REQUIRE(inner.numel() > 0);
    const auto advantage = inner[0].item<std::int64_t>();
    REQUIRE(inner.eq(inner[0]).all().item<bool>());
    REQUIRE((1 <= advantage && advantage <= 63));
    ++advantages[static_cast<std::size_t>(advantage)];
  }
  // The value 1 is drawn as often as all values from 32 on: one time in six.
  std::int64_t upper = 0;
  for (std::size_t advantage = 32; advantage < 64; ++advantage) upper += advantages[advantage];
  const auto total = static_cast<double>(set.size());
  CHECK(static_cast<double>(advantages[1]) / total == doctest::Approx(1.0 / 6).epsilon(0.035));
  CHECK(static_cast<double>(upper) / total == doctest::Approx(1.0 / 6).epsilon(0.035));
}

TEST_CASE("patterns learned in training apply to the test set") {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    CAPTURE(seed);
    const Dataset data = make_patterns(seed);
    CHECK(matched(data, PatternKind::easy_only) == 1.0);
    CHECK(matched(data, PatternKind::complex_only) > 0.9);
  }
}

TEST_CASE("the seed decides every byte, on every machine") {
  const Dataset data = make_patterns(5);
  CHECK(data.train.images.equal(make_patterns(5).train.images));
  CHECK(data.train.kinds.equal(make_patterns(5).train.kinds));
  CHECK_FALSE(data.train.images.equal(make_patterns(6).train.images));

  // Computed by this generator; any change would invalidate every curve published from it.
  const auto checksum = [](const at::Tensor& images) {
    const at::Tensor bytes = images.flatten().to(at::kLong);
    return bytes.dot(at::arange(1, bytes.numel() + 1)).item<std::int64_t>();
  };
  CHECK(checksum(data.train.images) == 37750528319290);
  CHECK(checksum(data.test.images) == 2365228813333);
}
