#pragma once

#include "data/image_decoder.hpp"
#include "transfer/target.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace transfer {

/// A row of the contact sheet for a data set.
struct SheetRow {
  std::string name;
  std::vector<trainer::Image> images;
};

/// Decodes up to `count` training images of a target to size x size pixels, as decode() does. Takes
/// the first images of each class in turn, from as many classes as needed, evenly spread over the
/// target's. Returns fewer only if the classes have no more images. `count` and `size` must be at
/// least 1.
[[nodiscard]] std::vector<trainer::Image> sample_images(const Target& target, int count, int size);

/// Draws the paper's Figure 9, a row of sample images per data set with its name beside it, as
/// figure-9.svg and .png in an existing `folder`, and writes the names to figure-9.csv.
///
/// Throws std::invalid_argument unless there is at least one row, every row has an image, and all
/// images are square and of one size; throws std::runtime_error if gnuplot cannot be run or fails,
/// and std::system_error if a file cannot be written.
void draw_contact_sheet(const std::vector<SheetRow>& rows, const std::filesystem::path& folder);

}  // namespace transfer
