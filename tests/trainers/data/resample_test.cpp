#include "data/resample.hpp"

#include "data/image_encoder.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

using trainer::Box;
using trainer::Image;
using trainer::Region;
using trainer::resample;

namespace {

using Bytes = std::vector<std::uint8_t>;

Box all_of(const Image& image) {
  return {0.0, 0.0, static_cast<double>(image.width), static_cast<double>(image.height)};
}

Bytes resampled(const Image& image, const Box& box, int size, bool mirrored = false) {
  Bytes output(static_cast<std::size_t>(3 * size * size));
  resample(image, box, size, mirrored, output.data());
  return output;
}

/// Greyscale: value(x, y) for each pixel.
template <typename Value>
Image grey(int width, int height, Value value) {
  Image image{width, height, {}};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      image.pixels.insert(image.pixels.end(), 3, static_cast<std::uint8_t>(value(x, y)));
  return image;
}

/// The weights of all pixels of an axis for an output pixel, as documented.
std::vector<double> weights(double start, double length, int size, int limit, int i) {
  const double step = length / size, reach = std::max(step, 1.0);
  std::vector<double> all;
  double sum = 0.0;
  for (int j = 0; j < limit; ++j) {
    all.push_back(std::max(0.0, 1.0 - std::abs(j + 0.5 - (start + (i + 0.5) * step)) / reach));
    sum += all.back();
  }
  for (double& weight : all) weight /= sum;
  return all;
}

/// The largest deviation of resample()'s output from exact sums.
double greatest_error(const Image& image, const Box& box, int size) {
  const Bytes output = resampled(image, box, size);
  double greatest = 0.0;
  for (int y = 0; y < size; ++y) {
    const std::vector<double> down = weights(box.top, box.height, size, image.height, y);
    for (int x = 0; x < size; ++x) {
      const std::vector<double> across = weights(box.left, box.width, size, image.width, x);
      for (std::size_t channel = 0; channel < 3; ++channel) {
        double exact = 0.0;
        for (std::size_t j = 0; j < down.size(); ++j)
          for (std::size_t i = 0; i < across.size(); ++i)
            exact += down[j] * across[i] * image.pixels[3 * (j * across.size() + i) + channel];
        const auto place = 3 * static_cast<std::size_t>(size * y + x) + channel;
        greatest = std::max(greatest, std::abs(output[place] - exact));
      }
    }
  }
  return greatest;
}

}  // namespace

TEST_CASE("a constant image stays constant at any size, and black and white are preserved") {
  for (const int value : {0, 1, 77, 254, 255})
    for (const int size : {1, 2, 7, 30, 224}) {
      const Image image = grey(31, 17, [&](int, int) { return value; });
      const Bytes output = resampled(image, all_of(image), size);
      CHECK(std::count(output.begin(), output.end(), value) == 3 * size * size);
    }
}

TEST_CASE("an image that already has the size is copied or mirrored") {
  const Image image = trainer::photograph(19, 19, 1, 90);
  CHECK(resampled(image, all_of(image), 19) == image.pixels);
  const Bytes mirrored = resampled(image, all_of(image), 19, true);
  for (std::size_t y = 0; y < 19; ++y)
    for (std::size_t x = 0; x < 19; ++x)
      for (std::size_t channel = 0; channel < 3; ++channel)
        CHECK(mirrored[3 * (19 * y + x) + channel] ==
              image.pixels[3 * (19 * y + 18 - x) + channel]);
}

TEST_CASE("mirroring the output equals resampling and then mirroring") {
  const Image image = trainer::photograph(50, 37, 2, 90);
  const Bytes plain = resampled(image, {3.25, 1.5, 40.0, 30.0}, 21);
  const Bytes mirrored = resampled(image, {3.25, 1.5, 40.0, 30.0}, 21, true);
  for (std::size_t y = 0; y < 21; ++y)
    for (std::size_t x = 0; x < 21; ++x)
      for (std::size_t channel = 0; channel < 3; ++channel)
        CHECK(mirrored[3 * (21 * y + x) + channel] == plain[3 * (21 * y + 20 - x) + channel]);
}

TEST_CASE("halving takes means with weights 1, 3, 3, 1, or fewer at the edges") {
  const int values[] = {80, 0, 0, 160, 240, 8};
  const Image image = grey(6, 6, [&](int x, int) { return values[x]; });
  const Bytes output = resampled(image, all_of(image), 3);
  // (3*80 + 3*0 + 0)/7, (0 + 0 + 3*160 + 240)/8, (160 + 3*240 + 3*8)/7
  for (std::size_t y = 0; y < 3; ++y) {
    CHECK(output[9 * y] == 34);
    CHECK(output[9 * y + 3] == 90);
    CHECK(output[9 * y + 6] == 129);
  }
}

TEST_CASE("doubling interpolates two neighbours with weights 1/4 and 3/4") {
  const Image image = grey(2, 2, [](int x, int) { return 100 * x; });
  const Bytes output = resampled(image, all_of(image), 4);
  const int expected[] = {0, 25, 75, 100};
  for (std::size_t i = 0; i < 16; ++i) CHECK(output[3 * i] == expected[i % 4]);
}

TEST_CASE("a ramp stays a ramp away from the edges, and a box shifts it by fractions of a pixel") {
  // 2 levels per pixel, so position c has level 2 c - 1.
  const Image image = grey(120, 120, [](int x, int) { return 2 * x; });
  const Bytes output = resampled(image, {20.25, 20.0, 60.0, 60.0}, 40);
  for (int x = 0; x < 40; ++x)
    CHECK(std::abs(output[static_cast<std::size_t>(3 * x)] -
                   (2.0 * (20.25 + 1.5 * (x + 0.5)) - 1.0)) <= 0.5);
}

TEST_CASE("results are exact sums, rounded") {
  struct Case {
    int width, height;
    Box box;
    int size;
  };
  // Shrinking by many factors, also different ones per axis; growing; boxes within the image;
  // single pixels.
  for (const auto& [width, height, box, size] :
       {Case{61, 43, {0, 0, 61, 43}, 17}, Case{90, 20, {0, 0, 90, 20}, 24},
        Case{33, 47, {0, 0, 33, 47}, 32}, Case{200, 9, {0, 0, 200, 9}, 5},
        Case{9, 13, {0, 0, 9, 13}, 40}, Case{1, 1, {0, 0, 1, 1}, 6}, Case{2, 70, {0, 0, 2, 70}, 9},
        Case{64, 64, {10.3, 7.9, 30.2, 41.7}, 16}, Case{64, 64, {60.5, 0.0, 3.5, 0.5}, 8}}) {
    CAPTURE(width);
    CAPTURE(size);
    CHECK(greatest_error(trainer::photograph(width, height, 3, 120), box, size) <= 0.5 + 1e-3);
  }
}

TEST_CASE("pixels_for returns all pixels that a box's result depends on") {
  const Image image = trainer::photograph(90, 70, 4, 120);
  for (const int size : {9, 16, 50}) {
    const Box box{20.3, 15.6, 40.2, 33.7};
    const Region region = trainer::pixels_for(box, size, {90, 70});
    REQUIRE(region.left > 0);
    REQUIRE(region.left + region.width < 90);
    Image part{region.width, region.height, {}};
    for (int y = 0; y < region.height; ++y)
      for (int x = 0; x < 3 * region.width; ++x)
        part.pixels.push_back(
            image.pixels[static_cast<std::size_t>(3 * (90 * (region.top + y) + region.left) + x)]);
    const Box within{box.left - region.left, box.top - region.top, box.width, box.height};
    const Bytes a = resampled(image, box, size), b = resampled(part, within, size);
    int greatest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) greatest = std::max(greatest, std::abs(a[i] - b[i]));
    CHECK(greatest <= 1);  // the same sums in another order
    CHECK(std::equal(a.begin(), a.begin() + 30, b.begin()));
  }
  CHECK(trainer::pixels_for({0, 0, 90, 70}, 9, {90, 70}) == Region{0, 0, 90, 70});
}
