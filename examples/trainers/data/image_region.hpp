#pragma once

#include "data/image_decoder.hpp"

#include <functional>

namespace trainer {

/// Chooses the region of an image once its size is known.
using Choose = std::function<Region(ImageSize)>;

/// The region that `choose` returns for an image size. Throws BadImage if the size exceeds the limits,
/// and std::out_of_range if the region is empty or reaches beyond the image.
[[nodiscard]] Region chosen_region(const Choose& choose, ImageSize size, const ImageLimits& limits);

}  // namespace trainer
