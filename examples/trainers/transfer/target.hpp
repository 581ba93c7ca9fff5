#pragma once

#include "data/dataset.hpp"
#include "data/image_decoder.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace transfer {

/// An image of a target before it is decoded.
struct TargetImage {
  std::filesystem::path file;
  std::int64_t label = 0;                ///< index into Target::classes
  std::optional<trainer::Region> box{};  ///< the part to use, which may reach beyond the image

  bool operator==(const TargetImage&) const = default;
};

/// A data set to transfer to: its files, their classes, and their split. Every class has an image
/// in both parts.
struct Target {
  std::string name;  ///< of the folder
  /// "Caltech256", "CUB-200-2011", "MIT Indoor 67", "Sketch250" or "class folders".
  std::string layout;
  std::vector<std::string> classes;
  std::vector<TargetImage> train;
  std::vector<TargetImage> test;
};

/// Choices that a layout leaves open.
struct TargetOptions {
  std::int64_t train_per_class = 60;  ///< per class if no split is published; >= 1
  bool clutter = false;               ///< keep Caltech256's class 257.clutter
  bool boxes = false;                 ///< crop CUB's images to their bounding boxes
  std::uint64_t split_seed = 0;       ///< of splits that are not published
};

/// Lists the images of a data set in its published layout, which is recognised by the folder's
/// contents:
///
///   256_ObjectCategories/NNN.name/*        Caltech256; or a folder of that name itself
///   images.txt, image_class_labels.txt,    CUB-200-2011
///   train_test_split.txt, classes.txt,
///   images/, bounding_boxes.txt for boxes
///   TrainImages.txt, TestImages.txt,       MIT Indoor 67
///   Images/<class>/*
///   png/<class>/*, png/filelist.txt        Sketch250: TU-Berlin's sketches; the list is optional
///   train/<class>/*, test/<class>/*        class folders; val/ is accepted instead of test/
///
/// If there is a list, it alone determines the images, in CUB's case in the order of its numbers.
/// Otherwise the images are the files of a class folder that end in .jpg, .jpeg or .png in any
/// case, except hidden files and files in nested folders. Classes are sorted by name, CUB's by
/// number. Caltech256 and Sketch250 have no published split: `train_per_class` images per class,
/// drawn from `split_seed`, are for training and the rest for testing. With the same seed, a
/// smaller training set is a subset of a larger one.
///
/// Does not open images. Throws support::UsageError for options out of range, and
/// std::runtime_error that names the file, and the line if there is one, for: a folder in none of
/// the layouts, or in several; a list that is missing or names no image; a malformed line; an image
/// that is listed twice or missing; a number that does not have exactly one class, part and (if
/// boxes are used) box; a class without a training image or without a test image, or with too few
/// images for the split.
[[nodiscard]] Target read_target(const std::filesystem::path& folder, const TargetOptions& options);

/// Decodes an image to size x size pixels, in the validation view (see trainer::validation_view())
/// of the visible part of its box, or of the whole image if it has no box. `size` must be at least
/// 1. Throws as trainer::decode_part() does, and trainer::BadImage that names the file if the box
/// is outside the image.
[[nodiscard]] trainer::Image decode(const TargetImage& image, int size,
                                    const trainer::ImageLimits& limits = {});

/// Decodes all images of a target in its order on all cores; the result does not depend on their
/// number. Takes 3 * size * size bytes per image, and meanwhile memory for one decoded image per
/// core. If images cannot be decoded, throws the error of the first one, training images before
/// test images; no image is left out.
[[nodiscard]] trainer::Dataset decode(const Target& target, int size,
                                      const trainer::ImageLimits& limits = {});

}  // namespace transfer
