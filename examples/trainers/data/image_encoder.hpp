#pragma once

#include "data/image_decoder.hpp"
#include "support/random_bits.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>  // needed by jpeglib.h
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include <jpeglib.h>
#include <png.h>

/// Generates images and encodes them, for benchmarks and tests.
namespace trainer {

/// The options of encode_jpeg().
struct JpegEncoding {
  J_COLOR_SPACE space = JCS_RGB;  ///< colour space of the pixels
  int channels = 3;
  int across = 2;  ///< pixels that share a colour sample, horizontally
  int down = 2;    ///< the same, vertically
  int quality = 90;
  bool progressive = false;
  std::vector<jpeg_scan_info> scans = {};  ///< of a progressive JPEG, instead of the usual ones
};

/// A separate scan for each coefficient of each of three channels, plus their common first scan:
/// 190 scans.
inline std::vector<jpeg_scan_info> scan_of_each_coefficient() {
  std::vector<jpeg_scan_info> scans = {{3, {0, 1, 2, 0}, 0, 0, 0, 0}};
  for (int channel = 0; channel < 3; ++channel)
    for (int coefficient = 1; coefficient < 64; ++coefficient)
      scans.push_back({1, {channel, 0, 0, 0}, coefficient, coefficient, 0, 0});
  return scans;
}

/// `image.pixels` has this many channels per pixel.
inline std::string encode_jpeg(const Image& image, const JpegEncoding& encoding = {}) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* data = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &data, &size);
  info.image_width = static_cast<JDIMENSION>(image.width);
  info.image_height = static_cast<JDIMENSION>(image.height);
  info.input_components = encoding.channels;
  info.in_color_space = encoding.space;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, encoding.quality, TRUE);
  info.comp_info[0].h_samp_factor = encoding.across;
  info.comp_info[0].v_samp_factor = encoding.down;
  if (encoding.progressive) jpeg_simple_progression(&info);
  if (!encoding.scans.empty()) {
    info.scan_info = encoding.scans.data();
    info.num_scans = static_cast<int>(encoding.scans.size());
  }
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    auto* row = const_cast<JSAMPROW>(image.pixels.data()) +
                static_cast<std::size_t>(info.next_scanline) * info.image_width *
                    static_cast<std::size_t>(encoding.channels);
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  std::string bytes(reinterpret_cast<char*>(data), size);
  std::free(data);
  return bytes;
}

inline std::string encode_png(const Image& image) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = static_cast<png_uint_32>(image.width);
  png.height = static_cast<png_uint_32>(image.height);
  png.format = PNG_FORMAT_RGB;
  std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(png), '\0');
  png_alloc_size_t size = bytes.size();
  if (png_image_write_to_memory(&png, bytes.data(), &size, 0, image.pixels.data(), 0, nullptr) == 0)
    throw std::runtime_error(png.message);
  bytes.resize(size);
  return bytes;
}

/// Smooth shapes with added noise of at most this many levels.
inline Image photograph(int width, int height, std::uint64_t seed, int noise, int channels = 3) {
  support::RandomBits random(seed);
  const double across = random.uniform(0.01, 0.05), down = random.uniform(0.01, 0.05);
  Image image{width, height, {}};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int channel = 0; channel < channels; ++channel) {
        const double shape = 127.5 + 100.0 * std::sin(across * x + channel) * std::cos(down * y);
        const double value = shape + random.uniform(-noise, noise);
        image.pixels.push_back(static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0)));
      }
  return image;
}

}  // namespace trainer
