#include "data/image_decoder.hpp"
#include "data/image_encoder.hpp"
#include "target.hpp"

#include <algorithm>
#include <cstddef>

#include <zlib.h>

namespace fuzz {
namespace {

using trainer::Image, trainer::ImageSize, trainer::Region;

constexpr std::string_view png_mark = "\x89PNG\r\n\x1A\n";
constexpr trainer::ImageLimits limits = {.pixels = 1 << 14, .scans = 20};

/// A number of 4 bytes, most significant first.
std::string big_endian(std::size_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xff);
  return bytes;
}

std::size_t from_big_endian(std::string_view bytes) {
  std::size_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

/// The decoded region; nothing, which has no pixels, if the image was rejected.
template <typename Choose>
Image decoded(std::string_view input, Choose choose) {
  try {
    const Image image = trainer::decode_bytes(input, choose, limits);
    require(image.width >= 1 && image.height >= 1, "an image has pixels");
    require(image.pixels.size() == std::size_t{3} * static_cast<std::size_t>(image.width) *
                                       static_cast<std::size_t>(image.height),
            "each pixel has three channels");
    return image;
  } catch (const trainer::BadImage&) {
    return {};
  }
}

}  // namespace

std::vector<std::string> seeds() {
  return {
      trainer::encode_jpeg(trainer::photograph(17, 9, 1, 20)),
      trainer::encode_jpeg(trainer::photograph(9, 17, 2, 20), {.progressive = true}),
      trainer::encode_jpeg(trainer::photograph(8, 8, 3, 20, 4), {.space = JCS_CMYK, .channels = 4}),
      trainer::encode_jpeg(trainer::photograph(8, 8, 4, 20, 1),
                           {.space = JCS_GRAYSCALE, .channels = 1, .across = 1, .down = 1}),
      trainer::encode_png(trainer::photograph(9, 5, 5, 20))};
}

/// The length of each chunk of a PNG is made to fit, and its checksum to match.
std::string mended(std::string input) {
  if (!input.starts_with(png_mark)) return input;
  constexpr std::size_t around = 12;
  std::string result(png_mark);
  for (input.erase(0, png_mark.size()); input.size() >= around;) {
    const std::size_t size =
        std::min(from_big_endian(std::string_view(input).substr(0, 4)), input.size() - around);
    const std::string typed = input.substr(4, 4 + size);
    result += big_endian(size) + typed;
    result += big_endian(::crc32_z(0, reinterpret_cast<const Bytef*>(typed.data()), typed.size()));
    input.erase(0, size + around);
  }
  return result + input;
}

bool accepts(std::string_view input) {
  const Image whole = decoded(input, [](ImageSize size) {
    return Region{0, 0, size.width, size.height};
  });
  const Image part = decoded(input, [](ImageSize size) {
    return Region{size.width / 3, size.height / 3, (size.width + 1) / 2, (size.height + 1) / 2};
  });
  require(whole.pixels.empty() || !part.pixels.empty(), "a part of a sound image is sound");
  return !whole.pixels.empty();
}

}  // namespace fuzz
