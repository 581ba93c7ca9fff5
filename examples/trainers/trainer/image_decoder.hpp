#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace trainer {

/// An image in memory.
struct Image {
  int width = 0;   ///< pixels
  int height = 0;  ///< pixels
  /// Red, green and blue of each pixel, row after row from the top: height * width * 3 bytes.
  std::vector<std::uint8_t> pixels;
};

/// Decodes a JPEG or PNG file, whatever its name says, to 8-bit RGB.
///
/// Grey images get three equal channels; CMYK is converted without a colour profile. Of a PNG, 16
/// bits become 8, a palette is looked up, transparency is laid over white, and the colours are
/// sRGB after its gamma chunk, if any. An orientation in the metadata is not followed.
///
/// Throws std::runtime_error that names the file for one that cannot be read, is empty or of
/// another format, and for a truncated or damaged one: a decoder's warning about a JPEG's data
/// is an error here, since it means that pixels are guessed. Safe to call from several threads.
[[nodiscard]] Image decode_image(const std::filesystem::path& file);

}  // namespace trainer
