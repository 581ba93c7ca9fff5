#pragma once

#include "data/image_decoder.hpp"

#include <cstdint>

namespace trainer {

/// A rectangle of an image with arbitrary corners: pixel (x, y) covers x … x + 1 by y … y + 1.
struct Box {
  double left = 0.0;
  double top = 0.0;
  double width = 0.0;
  double height = 0.0;
};

/// Scales a box of an image to `size` x `size` pixels with a triangle filter that widens with the
/// reduction, which avoids aliasing. Pillow calls this BILINEAR and torchvision antialias.
///
/// Output pixel i of an axis lies at c = start + (i + 1/2) s, where s is the number of input pixels
/// per output pixel. It is the weighted mean of the image's pixels j, within the box or beside it,
/// with weights max(0, 1 - |j + 1/2 - c| / max(s, 1)), rounded to the nearest integer.
///
/// Writes size * size * 3 bytes to `output`: red, green and blue of each pixel, row after row, each
/// row from right to left if `mirrored`. The box must not be empty or reach beyond the image, and
/// `size` must be at least 1. Takes 3 * (image.width + size) floats, which each thread keeps for
/// its next call, and two multiplications per input pixel and output row.
void resample(const Image& image, const Box& box, int size, bool mirrored, std::uint8_t* output);

/// The pixels of an image that resample() reads: the box and, where the image continues, a margin.
[[nodiscard]] Region pixels_for(const Box& box, int size, ImageSize image);

}  // namespace trainer
