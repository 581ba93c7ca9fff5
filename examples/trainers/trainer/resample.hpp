#pragma once

#include "trainer/image_decoder.hpp"

#include <cstdint>

namespace trainer {

/// A rectangle of an image, its corners anywhere: pixel (x, y) covers x … x + 1 by y … y + 1.
struct Box {
  double left = 0.0;
  double top = 0.0;
  double width = 0.0;
  double height = 0.0;
};

/// Scales a box of an image to `size` x `size` pixels, with a triangle filter that widens with the
/// shrinkage, so that nothing aliases: what Pillow calls BILINEAR and torchvision antialias.
///
/// Output pixel i of an axis lies at c = start + (i + 1/2) s, where s is input pixels to an output
/// pixel. It is the mean of the input pixels j with weights max(0, 1 - |j + 1/2 - c| / max(s, 1)),
/// of those that the image has, be they within the box or beside it; rounded to the nearest.
///
/// Writes size * size * 3 bytes to `output`: red, green and blue of each pixel, row after row, each
/// row from right to left if `mirrored`. The box must not be empty nor reach beyond the image, and
/// `size` is at least 1. Takes 3 * (image.width + size) floats, which each thread keeps for its
/// next call, and two multiplications for each input pixel of a row of output.
void resample(const Image& image, const Box& box, int size, bool mirrored, std::uint8_t* output);

/// The pixels of an image that resample() takes into account: the box, and a margin where there is
/// more of the image.
[[nodiscard]] Region pixels_for(const Box& box, int size, ImageSize image);

}  // namespace trainer
