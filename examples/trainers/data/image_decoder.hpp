#pragma once

#include "data/image_limits.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string_view>
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

/// A size in pixels; both at least 1.
struct ImageSize {
  int width = 0;
  int height = 0;

  bool operator==(const ImageSize&) const = default;
};

/// A rectangle of at least one whole pixel of an image.
struct Region {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;

  bool operator==(const Region&) const = default;
};

/// The file does not hold an image, or the image is damaged.
class BadImage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Decodes a JPEG or PNG file to 8-bit RGB. The contents decide the format, not the name.
///
/// Greyscale images get three equal channels; CMYK is converted without a colour profile. In a PNG,
/// 16-bit samples are reduced to 8 bits, palettes are resolved, transparency is blended over white,
/// and a gamma chunk is converted to sRGB. An orientation in the metadata is ignored.
///
/// Throws BadImage that names the file if the file is not regular, larger than 1 GiB, empty, of
/// another format, truncated or damaged, or if the image exceeds the limits; all limits are checked
/// before the memory is allocated. A decoder's warning about a JPEG's data is an error here because it
/// means that pixels were guessed. Throws std::system_error that names a file that cannot be read.
/// Thread-safe; each thread keeps memory for the largest file that it has read.
[[nodiscard]] Image decode_image(const std::filesystem::path& file, const ImageLimits& limits = {});

/// Decodes only a region, which is chosen once the size of the image is known.
///
/// For a JPEG, only that region is computed, although all data above it must be read: a random crop
/// takes two thirds to four fifths of the time of the whole image. Data below the region are not
/// read, so damage there goes unnoticed. A PNG is decoded as a whole.
///
/// Also throws std::out_of_range if the region is empty or reaches beyond the image.
[[nodiscard]] Image decode_part(const std::filesystem::path& file,
                                const std::function<Region(ImageSize)>& choose,
                                const ImageLimits& limits = {});

/// Decodes a region of the image in the bytes of a file. Throws what decode_part() throws, without the
/// name of the file.
[[nodiscard]] Image decode_bytes(std::string_view bytes,
                                 const std::function<Region(ImageSize)>& choose,
                                 const ImageLimits& limits = {});

}  // namespace trainer
