#pragma once

#include "data/image_decoder.hpp"

#include <cstdint>
#include <vector>

/// An image in which every pixel equals `pixel`, with as many bytes.
inline trainer::Image plain_image(int width, int height, const std::vector<std::uint8_t>& pixel) {
  trainer::Image image = {.width = width, .height = height, .pixels = {}};
  for (int i = 0; i < width * height; ++i)
    image.pixels.insert(image.pixels.end(), pixel.begin(), pixel.end());
  return image;
}
