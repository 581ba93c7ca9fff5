#pragma once

#include "trainer/image_decoder.hpp"
#include "transfer/target.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace transfer {

/// A data set in the contact sheet.
struct SheetRow {
  std::string name;
  std::vector<trainer::Image> images;
};

/// Decodes up to `count` training images of a target, size x size pixels each, as decode() does: of
/// as many classes as there are, which are spread evenly over the target's, the first images of
/// each, in turn. Fewer come only where the classes have no more. `count` and `size` are at least 1.
[[nodiscard]] std::vector<trainer::Image> sample_images(const Target& target, int count, int size);

/// Draws the paper's Figure 9, a row of sample images for each data set with its name beside it, as
/// figure-9.svg and .png in `folder`, which exists, and writes the rows' names as figure-9.csv.
///
/// Throws std::invalid_argument unless there is an image in each row, a row at all, and all images
/// are square and of one size; std::runtime_error if gnuplot cannot be run or fails, and
/// std::system_error if a file cannot be written.
void draw_contact_sheet(const std::vector<SheetRow>& rows, const std::filesystem::path& folder);

}  // namespace transfer
