#pragma once

#include "trainer/dataset.hpp"
#include "trainer/image_decoder.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace transfer {

/// An image of a target set, before it is decoded.
struct TargetImage {
  std::filesystem::path file;
  std::int64_t label = 0;                ///< index into Target::classes
  std::optional<trainer::Region> box{};  ///< the part to use, which may reach beyond the image

  bool operator==(const TargetImage&) const = default;
};

/// A data set to transfer to: which files there are, of which class, and how they are split. Every
/// class has an image in both parts.
struct Target {
  std::string name;  ///< of the folder
  std::string
      layout;  ///< "Caltech256", "CUB-200-2011", "MIT Indoor 67", "Sketch250", "class folders"
  std::vector<std::string> classes;
  std::vector<TargetImage> train;
  std::vector<TargetImage> test;
};

/// What a layout leaves open.
struct TargetOptions {
  std::int64_t train_per_class = 60;  ///< training images a class where no split is published, >= 1
  bool clutter = false;               ///< keep Caltech256's class 257.clutter
  bool boxes = false;                 ///< cut CUB's images to their bounding boxes
  std::uint64_t split_seed = 0;       ///< of splits that are not published
};

/// Lists the images of a data set in its published layout, which the folder's contents tell:
///
///   256_ObjectCategories/NNN.name/*        Caltech256; or that folder itself, by its name
///   images.txt, image_class_labels.txt,    CUB-200-2011
///   train_test_split.txt, classes.txt,
///   images/, bounding_boxes.txt for boxes
///   TrainImages.txt, TestImages.txt,       MIT Indoor 67
///   Images/<class>/*
///   png/<class>/*, png/filelist.txt        Sketch250: TU-Berlin's sketches, the list if it is there
///   train/<class>/*, test/<class>/*        class folders; val/ instead of test/ will do
///
/// Where there is a list it alone tells which images there are, in CUB's case by the order of its
/// numbers; elsewhere they are the files of a class folder that end in .jpg, .jpeg or .png, in
/// whatever case, but for hidden ones and what lies in folders deeper down. Classes are sorted by
/// name, CUB's by number. Caltech256 and Sketch250 have no published split: `train_per_class`
/// images of each class, drawn from `split_seed`, are for training and the rest is for testing; a
/// smaller share from the same seed is a part of a greater one.
///
/// No image is opened. Throws trainer::UsageError for options out of their range, and
/// std::runtime_error that names the file, and its line where there is one, for: a folder in none
/// of the layouts, or in several; a list that is missing or names no image; a line that is none of
/// its list; an image listed twice, or absent; a number without a class, a part or a box, or with
/// two of them; a class without a training image or without a test image, or with too few images
/// for the split.
[[nodiscard]] Target read_target(const std::filesystem::path& folder, const TargetOptions& options);

/// Decodes an image to size x size pixels, in the view of validation (see
/// trainer::validation_view()) of what of its box it has, or of all of it if it has no box; `size`
/// is at least 1. Throws what trainer::decode_part() throws, and trainer::BadImage that names the
/// file for a box that lies beside the image.
[[nodiscard]] trainer::Image decode(const TargetImage& image, int size,
                                    const trainer::ImageLimits& limits = {});

/// Decodes all images of a target so, in its order, with all cores; what comes out does not depend
/// on how many there are. Takes 3 * size * size bytes for each image, and meanwhile what one decoded
/// image takes for each core. Throws what the first image that cannot be decoded makes decode()
/// throw, training images before test images: none is left out.
[[nodiscard]] trainer::Dataset decode(const Target& target, int size,
                                      const trainer::ImageLimits& limits = {});

}  // namespace transfer
