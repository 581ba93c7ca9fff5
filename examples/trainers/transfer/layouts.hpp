#pragma once

#include "transfer/target.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace transfer {

// The implementations of read_target(), one per layout; they do not set Target::name and layout.

[[nodiscard]] Target read_caltech256(const std::filesystem::path& folder,
                                     const TargetOptions& options);
[[nodiscard]] Target read_cub(const std::filesystem::path& folder, const TargetOptions& options);
[[nodiscard]] Target read_indoor67(const std::filesystem::path& folder,
                                   const TargetOptions& options);
[[nodiscard]] Target read_sketches(const std::filesystem::path& folder,
                                   const TargetOptions& options);
[[nodiscard]] Target read_class_folders(const std::filesystem::path& folder,
                                        const TargetOptions& options);

/// The folder of Caltech256's classes: `folder` itself or a subfolder.
[[nodiscard]] std::filesystem::path caltech256_folder(const std::filesystem::path& folder);

/// The images of a class before they are split.
struct ClassImages {
  std::string name;
  std::vector<std::filesystem::path> files;
};

/// The images of all class folders in `folder`, with classes and images sorted by name.
[[nodiscard]] std::vector<ClassImages> list_classes(const std::filesystem::path& folder);

/// Splits each class as read_target() does if no split is published. Throws std::runtime_error that
/// names the class, a subfolder of `folder`, if it has too few images.
[[nodiscard]] Target split(const std::vector<ClassImages>& classes,
                           const std::filesystem::path& folder, const TargetOptions& options);

/// Throws std::runtime_error that starts with the path of the split unless every class has a
/// training image and a test image.
void require_every_class(const Target& target, const std::filesystem::path& train,
                         const std::filesystem::path& test);

}  // namespace transfer
