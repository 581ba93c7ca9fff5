#pragma once

#include "data/image_decoder.hpp"
#include "data/resample.hpp"

#include <cstdint>

namespace trainer {

/// The part of an image that a network is shown: the region to decode, and the box within it that
/// becomes the input.
struct View {
  Region region;
  Box box;  ///< relative to the region's corner
  bool mirrored = false;
};

/// A random part of the image, determined by `seed` and mirrored with probability 1/2.
///
/// Its share of the area is uniform in [0.08, 1], the logarithm of width over height is uniform in
/// [log(3/4), log(4/3)], both sides are rounded to whole pixels, and its position is uniform. Uses
/// the first of ten draws that fits into the image, otherwise the largest centred part with an
/// aspect ratio in this range. Szegedy et al., "Going Deeper with Convolutions" (2015), section 6,
/// trained on ImageNet this way. Like torchvision's RandomResizedCrop, nothing outside the region
/// affects the result.
[[nodiscard]] View training_view(ImageSize image, std::uint64_t seed);

/// The middle `size` x `size` pixels of the image once its shorter side is scaled to round(size *
/// 256 / 224), like torchvision's Resize and CenterCrop; only the visible pixels are computed.
[[nodiscard]] View validation_view(ImageSize image, int size);

}  // namespace trainer
