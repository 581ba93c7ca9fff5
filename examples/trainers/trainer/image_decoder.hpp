#pragma once

#include "trainer/image_limits.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <vector>

namespace trainer {

/// An image in memory.
struct Image {
  int width = 0;   ///< pixels
  int height = 0;  ///< pixels
  /// Red, green and blue of each pixel, row after row from the top: height * width * 3 bytes.
  std::vector<std::uint8_t> pixels;
};

/// Writes all red values of an image, then all green and all blue ones: height * width * 3 bytes.
void write_planes(const Image& image, std::uint8_t* planes);

/// In pixels; both at least 1.
struct ImageSize {
  int width = 0;
  int height = 0;

  bool operator==(const ImageSize&) const = default;
};

/// A rectangle of whole pixels of an image, at least one of them.
struct Region {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;

  bool operator==(const Region&) const = default;
};

/// A file that holds no image, or a damaged one.
class BadImage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Decodes a JPEG or PNG file, whatever its name says, to 8-bit RGB.
///
/// Grey images get three equal channels; CMYK is converted without a colour profile. Of a PNG, 16
/// bits become 8, a palette is looked up, transparency is laid over white, and the colours are
/// sRGB after its gamma chunk, if any. An orientation in the metadata is not followed.
///
/// Throws BadImage that names the file if the file is not regular, empty, of another format,
/// truncated or damaged, or if the image exceeds the limits; no memory is taken for its pixels before
/// that. A decoder's warning about a JPEG's data is an error here, since it means that pixels are
/// guessed. Throws std::system_error that names a file that cannot be read. Safe to call from several
/// threads; each keeps memory for the largest file that it has read.
[[nodiscard]] Image decode_image(const std::filesystem::path& file, const ImageLimits& limits = {});

/// What decode_image() gives, within a region that is chosen when the size of the image is known.
///
/// Of a JPEG only that part is computed, though all the data above it must be read: a random crop
/// takes two thirds to four fifths of the time of the whole. Below it nothing is read, so damage
/// there goes unseen. A PNG is decoded as a whole.
///
/// Also throws std::out_of_range if the region is empty or reaches beyond the image.
[[nodiscard]] Image decode_part(const std::filesystem::path& file,
                                const std::function<Region(ImageSize)>& choose,
                                const ImageLimits& limits = {});

}  // namespace trainer
