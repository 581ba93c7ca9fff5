#include "data/image_decoder.hpp"

#include "data/image_region.hpp"
#include "data/jpeg_decoder.hpp"
#include "support/files.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <png.h>

namespace trainer {
namespace {

namespace fs = std::filesystem;

/// The part of `image` within the region.
Image cut(Image image, const Region& region) {
  if (region == Region{0, 0, image.width, image.height}) return image;
  Image part{region.width, region.height, {}};
  for (int y = region.top; y < region.top + region.height; ++y) {
    const auto row =
        image.pixels.begin() + std::ptrdiff_t{3} * (std::ptrdiff_t{y} * image.width + region.left);
    part.pixels.insert(part.pixels.end(), row, row + std::ptrdiff_t{3} * region.width);
  }
  return part;
}

class PngDecoder {
 public:
  PngDecoder() { png_.version = PNG_IMAGE_VERSION; }
  ~PngDecoder() { png_image_free(&png_); }
  PngDecoder(const PngDecoder&) = delete;
  PngDecoder& operator=(const PngDecoder&) = delete;

  Image decode(std::string_view bytes, const Choose& choose, const ImageLimits& limits) {
    png_image_begin_read_from_memory(&png_, bytes.data(), bytes.size());
    check();
    const Region region = chosen_region(
        choose, {static_cast<int>(png_.width), static_cast<int>(png_.height)}, limits);
    png_.format = PNG_FORMAT_RGB;
    png_.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // like 8 bits: not linear unless it says so
    Image image{static_cast<int>(png_.width), static_cast<int>(png_.height), {}};
    image.pixels.resize(PNG_IMAGE_SIZE(png_));
    constexpr png_color white{255, 255, 255};
    png_image_finish_read(&png_, &white, image.pixels.data(), 0, nullptr);
    check();
    return cut(std::move(image), region);
  }

 private:
  void check() const {
    if (PNG_IMAGE_FAILED(png_)) throw BadImage(std::string("damaged PNG: ") + png_.message);
  }

  png_image png_{};
};

/// The bytes of a file, in memory that the thread reuses for the next file.
std::string_view read(const fs::path& path) {
  try {
    const support::RegularFile file(path);
    if (file.size() > support::most_file_bytes)
      throw BadImage(path.string() + ": has " + std::to_string(file.size()) +
                     " bytes; expected at most " + std::to_string(support::most_file_bytes));
    thread_local std::vector<char> memory;
    const auto size = static_cast<std::size_t>(file.size());
    if (memory.size() < size) memory.resize(size);
    return {memory.data(), file.read(0, memory.data(), size)};
  } catch (const support::NotRegular& error) {
    throw BadImage(error.what());
  }
}

}  // namespace

Image decode_bytes(std::string_view bytes, const Choose& choose, const ImageLimits& limits) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return decode_jpeg(bytes, choose, limits);
  if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return PngDecoder().decode(bytes, choose, limits);
  throw BadImage(bytes.empty() ? "empty file, expected a JPEG or PNG image"
                               : "neither a JPEG nor a PNG image");
}

Image decode_part(const fs::path& file, const Choose& choose, const ImageLimits& limits) {
  const std::string_view bytes = read(file);
  try {
    return decode_bytes(bytes, choose, limits);
  } catch (const BadImage& error) {
    throw BadImage(file.string() + ": " + error.what());
  } catch (const std::out_of_range& error) {
    throw std::out_of_range(file.string() + ": " + error.what());
  }
}

Image decode_image(const fs::path& file, const ImageLimits& limits) {
  const auto all = [](ImageSize size) { return Region{0, 0, size.width, size.height}; };
  return decode_part(file, all, limits);
}

void write_planes(const Image& image, std::uint8_t* planes) {
  const std::size_t area = image.pixels.size() / 3;
  for (std::size_t channel = 0; channel < 3; ++channel)
    for (std::size_t pixel = 0; pixel < area; ++pixel)
      planes[channel * area + pixel] = image.pixels[3 * pixel + channel];
}

}  // namespace trainer
