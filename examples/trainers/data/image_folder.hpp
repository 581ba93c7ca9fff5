#pragma once

#include "data/dataset.hpp"
#include "data/image_limits.hpp"

#include <filesystem>

namespace trainer {

/// Loads images kept in class folders, `train/<class>/*.{jpg,jpeg,png}` and `test/<class>/…`.
///
/// Classes are the subfolders of `train`, sorted by name, and the images of a class are sorted by
/// name too; a class may be missing from `test`. Extensions are compared without regard to case;
/// other files and names that begin with a dot are ignored. Decodes on all cores into one tensor
/// that both sets share, so the images' bytes are stored once.
///
/// Throws std::runtime_error that names the folder or file if there is no `train` folder or no
/// class in it, a class has no training images, `test` has a class that `train` lacks, there is no
/// test image, or an image cannot be decoded within the limits (see decode_image()) or differs in
/// size from the first. Of several such images, the first in order is named.
[[nodiscard]] Dataset load_image_folder(const std::filesystem::path& folder,
                                        const ImageLimits& limits = {});

}  // namespace trainer
