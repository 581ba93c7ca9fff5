#pragma once

#include "trainer/image_decoder.hpp"
#include "trainer/resample.hpp"

#include <cstdint>

namespace trainer {

/// What a network is shown of an image: the region that must be decoded, and the box of it that
/// becomes its input.
struct View {
  Region region;
  Box box;  ///< in the region: (0, 0) is its corner
  bool mirrored = false;
};

/// A part of the image, drawn at random and fixed by `seed`, and mirrored with probability 1/2.
///
/// Of the area a share uniform in [0.08, 1], of the width over the height a logarithm uniform in
/// that of [3/4, 4/3], both rounded to whole pixels, the place uniform; the first of ten draws that
/// fits into the image, or else the greatest part in its middle with such a ratio. This is what
/// Szegedy et al., "Going Deeper with Convolutions" (2015), section 6, did to ImageNet, as
/// torchvision's RandomResizedCrop does it: nothing beyond the region enters the result.
[[nodiscard]] View training_view(ImageSize image, std::uint64_t seed);

/// The middle `size` x `size` pixels of the image once its shorter side is scaled to
/// round(size * 256 / 224): torchvision's Resize and CenterCrop, of which only what is seen is
/// computed.
[[nodiscard]] View validation_view(ImageSize image, int size);

}  // namespace trainer
