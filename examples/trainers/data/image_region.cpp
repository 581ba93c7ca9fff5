#include "data/image_region.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>

namespace trainer {

Region chosen_region(const Choose& choose, ImageSize size, const ImageLimits& limits) {
  const std::string text = std::to_string(size.width) + "x" + std::to_string(size.height);
  if (std::int64_t{size.width} * size.height > limits.pixels)
    throw BadImage(text + " pixels, expected at most " + std::to_string(limits.pixels));
  const Region region = choose(size);
  if (region.left < 0 || region.top < 0 || region.width < 1 || region.height < 1 ||
      region.width > size.width - region.left || region.height > size.height - region.top)
    throw std::out_of_range("region of " + std::to_string(region.width) + "x" +
                            std::to_string(region.height) + " pixels at " +
                            std::to_string(region.left) + ", " + std::to_string(region.top) +
                            ", expected one within the image of " + text);
  return region;
}

}  // namespace trainer
