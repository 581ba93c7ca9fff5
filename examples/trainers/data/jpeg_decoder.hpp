#pragma once

#include "data/image_region.hpp"

#include <string_view>

namespace trainer {

/// Decodes a region of the JPEG image in the bytes of a file. Throws what decode_bytes() throws.
[[nodiscard]] Image decode_jpeg(std::string_view bytes, const Choose& choose,
                                const ImageLimits& limits);

}  // namespace trainer
