#pragma once

#include "transfer/target.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace transfer {

// What read_target() does, a layout each, but for Target::name and layout.

[[nodiscard]] Target read_caltech256(const std::filesystem::path& folder,
                                     const TargetOptions& options);
[[nodiscard]] Target read_cub(const std::filesystem::path& folder, const TargetOptions& options);
[[nodiscard]] Target read_indoor67(const std::filesystem::path& folder,
                                   const TargetOptions& options);
[[nodiscard]] Target read_sketches(const std::filesystem::path& folder,
                                   const TargetOptions& options);
[[nodiscard]] Target read_class_folders(const std::filesystem::path& folder,
                                        const TargetOptions& options);

/// The folder of Caltech256's classes: `folder` itself or one in it.
[[nodiscard]] std::filesystem::path caltech256_folder(const std::filesystem::path& folder);

/// The images of a class, before they are split.
struct ClassImages {
  std::string name;
  std::vector<std::filesystem::path> files;
};

/// The images of all class folders in `folder`, sorted by name, and so are their images.
[[nodiscard]] std::vector<ClassImages> list_classes(const std::filesystem::path& folder);

/// Splits each class as read_target() says of splits that are not published. Throws
/// std::runtime_error that names the class, which is a folder in `folder`, if it has too few images.
[[nodiscard]] Target split(const std::vector<ClassImages>& classes,
                           const std::filesystem::path& folder, const TargetOptions& options);

/// Throws std::runtime_error that begins with where the split was found unless every class has a
/// training image and a test image.
void require_every_class(const Target& target, const std::filesystem::path& train,
                         const std::filesystem::path& test);

}  // namespace transfer
