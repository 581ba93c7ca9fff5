#include "data/image_view.hpp"

#include "support/random_bits.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using support::RandomBits;
using trainer::Image;
using trainer::ImageSize;
using trainer::Region;
using trainer::training_view;
using trainer::validation_view;
using trainer::View;

TEST_CASE("random bits are those of splitmix64") {
  // From the public domain program splitmix64.c by Sebastiano Vigna, started at 1234567.
  RandomBits random(1234567);
  CHECK(random.next() == 6457827717110365317U);
  CHECK(random.next() == 3203168211198807973U);
  CHECK(random.next() == 9817491932198370423U);
  CHECK(random.next() == 4593380528125082431U);
}

TEST_CASE("random numbers stay within their range and cover it") {
  RandomBits random(1);
  double least = 1.0, greatest = 0.0, sum = 0.0;
  std::vector<int> counts(7);
  for (int i = 0; i < 70'000; ++i) {
    const double value = random.uniform(0.0, 1.0);
    least = std::min(least, value);
    greatest = std::max(greatest, value);
    sum += value;
    ++counts.at(static_cast<std::size_t>(random.below(7)));
  }
  CHECK(least >= 0.0);
  CHECK(least < 1e-3);
  CHECK(greatest < 1.0);
  CHECK(greatest > 1.0 - 1e-3);
  CHECK(std::abs(sum / 70'000 - 0.5) < 0.005);
  for (const int count : counts) CHECK(std::abs(count - 10'000) < 400);
}

TEST_CASE("training views are within the image and have the expected shares and ratios") {
  constexpr ImageSize image{500, 375};
  constexpr double area = 500.0 * 375.0;
  constexpr int count = 20'000;
  int mirrored = 0, small = 0, wide = 0;
  int left = 500, right = 0, top = 375, bottom = 0;
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    const View view = training_view(image, seed);
    const Region& region = view.region;
    REQUIRE(region.left >= 0);
    REQUIRE(region.top >= 0);
    REQUIRE(region.left + region.width <= image.width);
    REQUIRE(region.top + region.height <= image.height);
    CHECK(view.box.left == 0.0);
    CHECK(view.box.top == 0.0);
    CHECK(view.box.width == region.width);
    CHECK(view.box.height == region.height);
    const double ratio = static_cast<double>(region.width) / region.height;
    const double share = region.width * region.height / area;
    CHECK(ratio > 0.74);
    CHECK(ratio < 1.35);
    CHECK(share > 0.079);
    CHECK(share <= 1.0);
    mirrored += view.mirrored;
    small += share < 0.31;
    wide += ratio > 1.0;
    left = std::min(left, region.left);
    right = std::max(right, region.left + region.width);
    top = std::min(top, region.top);
    bottom = std::max(bottom, region.top + region.height);
  }
  CHECK(std::abs(mirrored - count / 2) < 300);
  // A share s fits with probability 1 up to 9/16, and with -log(s) / log(16/9) above it. Of all
  // draws in [0.08, 1] that fit, which have a mass of 0.68, those below 0.31 have 0.23.
  CHECK(std::abs(small - count * 0.23 / 0.68) < 300);
  CHECK(wide > count / 2);  // a wide image has more room for wide views
  CHECK(left == 0);
  CHECK(right == image.width);
  CHECK(top == 0);
  CHECK(bottom == image.height);
}

TEST_CASE("wide and high views of a square are equally likely") {
  int wide = 0, high = 0;
  for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
    const Region region = training_view({400, 400}, seed).region;
    wide += region.width > region.height;
    high += region.height > region.width;
  }
  CHECK(std::abs(wide - high) < 600);
}

TEST_CASE("a training view depends only on its seed") {
  const View a = training_view({500, 375}, 7), b = training_view({500, 375}, 7);
  CHECK(a.region == b.region);
  CHECK(a.mirrored == b.mirrored);
  CHECK_FALSE(training_view({500, 375}, 8).region == a.region);
}

TEST_CASE("an image too narrow for every draw shows its middle") {
  CHECK(training_view({100, 1000}, 1).region == Region{0, 433, 100, 133});
  CHECK(training_view({1000, 100}, 1).region == Region{433, 0, 133, 100});
  CHECK(training_view({1, 1}, 1).region == Region{0, 0, 1, 1});
  CHECK(training_view({1, 50}, 1).region == Region{0, 24, 1, 1});
}

TEST_CASE("the validation view is the middle of the scaled image") {
  // Scaled by 2/3 to 341 x 256 (341.33 is truncated), then 224 columns from round(58.5) = 58 on.
  const View view = validation_view({512, 384}, 224);
  const double step = 512.0 / 341.0;
  CHECK(view.box.left + view.region.left == doctest::Approx(58 * step).epsilon(1e-12));
  CHECK(view.box.top + view.region.top == doctest::Approx(24.0).epsilon(1e-12));
  CHECK(view.box.width == doctest::Approx(224 * step).epsilon(1e-12));
  CHECK(view.box.height == doctest::Approx(336.0).epsilon(1e-12));
  // A margin for the filter, of 1.5 pixels.
  CHECK(view.region.left == 86);
  CHECK(view.region.top == 23);
  CHECK(view.region.width == 338);
  CHECK(view.region.height == 338);
  CHECK_FALSE(view.mirrored);
}

TEST_CASE("a gradient shows the position of the validation view") {
  // Red is the column and green the row, in half levels: pixel i of the scaled image lies at (i +
  // 1/2) steps, where the level is half of that minus 1/2.
  for (const auto& [width, height] : {std::pair{500, 375}, {375, 500}, {300, 300}, {90, 70}}) {
    CAPTURE(width);
    const View view = validation_view({width, height}, 64);
    Image part{view.region.width, view.region.height, {}};
    for (int y = 0; y < view.region.height; ++y)
      for (int x = 0; x < view.region.width; ++x)
        for (const int value : {(view.region.left + x) / 2, (view.region.top + y) / 2, 0})
          part.pixels.push_back(static_cast<std::uint8_t>(value));
    std::vector<std::uint8_t> output(3 * 64 * 64);
    trainer::resample(part, view.box, 64, view.mirrored, output.data());

    const int shorter = 73;  // round(64 * 256 / 224)
    const auto expected = [&](int side, int i) {
      const int scaled = shorter * side / std::min(width, height);
      const int first = static_cast<int>(std::nearbyint((scaled - 64) / 2.0));
      return ((first + i + 0.5) * side / scaled - 0.5) / 2.0 -
             0.25;  // a quarter on average because odd ones lose 1/2
    };
    for (int y = 0; y < 64; ++y)
      for (int x = 0; x < 64; ++x) {
        const auto pixel = static_cast<std::size_t>(3 * (64 * y + x));
        REQUIRE(std::abs(output[pixel] - expected(width, x)) <= 0.8);
        REQUIRE(std::abs(output[pixel + 1] - expected(height, y)) <= 0.8);
      }
  }
}

TEST_CASE("validation views fit images of any size") {
  for (const int size : {1, 32, 224})
    for (int width = 1; width < 300; width += 13)
      for (int height = 1; height < 300; height += 17) {
        const View view = validation_view({width, height}, size);
        REQUIRE(view.region.left >= 0);
        REQUIRE(view.region.top >= 0);
        REQUIRE(view.region.width >= 1);
        REQUIRE(view.region.height >= 1);
        REQUIRE(view.region.left + view.region.width <= width);
        REQUIRE(view.region.top + view.region.height <= height);
        REQUIRE(view.box.left >= -1e-9);
        REQUIRE(view.box.left + view.box.width <= view.region.width + 1e-9);
      }
}
