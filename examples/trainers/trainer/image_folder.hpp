#pragma once

#include "trainer/dataset.hpp"
#include "trainer/image_limits.hpp"

#include <filesystem>

namespace trainer {

/// Loads images kept in class folders, `train/<class>/*.{jpg,jpeg,png}` and `test/<class>/…`.
///
/// Classes are the folders of `train`, sorted by name, and so are the images of a class; in `test`
/// a class may be missing. Extensions are compared without regard to case; other files, and names
/// that begin with a dot, are ignored. Decodes with all cores into one tensor that both sets share:
/// memory for the images' bytes, once.
///
/// Throws std::runtime_error that names the place for: no `train` folder or no class in it, a class
/// without training images, a class in `test` that `train` lacks, no test image at all, an image
/// that cannot be decoded within the limits (see decode_image(); the first in order, of several) or
/// that differs in size from the first.
[[nodiscard]] Dataset load_image_folder(const std::filesystem::path& folder,
                                        const ImageLimits& limits = {});

}  // namespace trainer
