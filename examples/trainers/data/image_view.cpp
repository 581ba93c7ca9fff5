#include "data/image_view.hpp"

#include "support/random_bits.hpp"

#include <algorithm>
#include <cmath>

namespace trainer {
namespace {

int rounded(double value) { return static_cast<int>(std::nearbyint(value)); }

Region random_region(ImageSize image, support::RandomBits& random) {
  constexpr double least_share = 0.08, least_ratio = 3.0 / 4.0, greatest_ratio = 4.0 / 3.0;
  const double area = static_cast<double>(image.width) * image.height;
  for (int attempt = 0; attempt < 10; ++attempt) {
    const double part = area * random.uniform(least_share, 1.0);
    const double ratio = std::exp(random.uniform(std::log(least_ratio), std::log(greatest_ratio)));
    const int width = rounded(std::sqrt(part * ratio));
    const int height = rounded(std::sqrt(part / ratio));
    if (width < 1 || width > image.width || height < 1 || height > image.height) continue;
    const int top = random.below(image.height - height + 1);
    const int left = random.below(image.width - width + 1);
    return {left, top, width, height};
  }
  const int width = std::min(image.width, rounded(image.height * greatest_ratio));
  const int height = std::min(image.height, rounded(image.width / least_ratio));
  return {(image.width - width) / 2, (image.height - height) / 2, width, height};
}

}  // namespace

View training_view(ImageSize image, std::uint64_t seed) {
  support::RandomBits random(seed);
  View view;
  view.region = random_region(image, random);
  view.box = {0.0, 0.0, static_cast<double>(view.region.width),
              static_cast<double>(view.region.height)};
  view.mirrored = random.below(2) == 1;
  return view;
}

View validation_view(ImageSize image, int size) {
  const int shorter = rounded(size * 256.0 / 224.0);
  const int side = std::min(image.width, image.height);
  Box box;
  const auto find_middle = [&](int length, double& start, double& part) {
    const std::int64_t whole =
        std::int64_t{shorter} * length / side;  // truncated, as in torchvision
    const auto scaled = static_cast<double>(whole);
    const double step = length / scaled;
    start = rounded((scaled - size) / 2.0) * step;
    part = size * step;
  };
  find_middle(image.width, box.left, box.width);
  find_middle(image.height, box.top, box.height);

  const Region region = pixels_for(box, size, image);
  box.left -= region.left;
  box.top -= region.top;
  return {region, box, false};
}

}  // namespace trainer
