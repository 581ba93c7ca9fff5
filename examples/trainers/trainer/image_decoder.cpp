#include "trainer/image_decoder.hpp"

#include "trainer/files.hpp"

#include <algorithm>
#include <csetjmp>
#include <cstddef>
#include <cstdio>  // for jpeglib.h, which leaves it to its users
#include <stdexcept>
#include <string>
#include <string_view>

#include <jpeglib.h>
#include <png.h>

namespace trainer {
namespace {

/// CMYK to RGB, in place, for `width` pixels. Adobe's files hold the inverse of the inks.
void cmyk_to_rgb(std::uint8_t* row, int width, bool inverted) {
  const auto light = [inverted](std::uint8_t value) { return inverted ? value : 255 - value; };
  std::uint8_t* rgb = row;
  for (const std::uint8_t* cmyk = row; cmyk != row + 4 * std::ptrdiff_t{width}; cmyk += 4) {
    const int black = light(cmyk[3]);
    for (int channel = 0; channel < 3; ++channel)
      *rgb++ = static_cast<std::uint8_t>((light(cmyk[channel]) * black + 127) / 255);
  }
}

/// libjpeg leaves a function through a jump, which skips destructors: so everything that has one
/// lives here, outside of decode().
class JpegDecoder {
 public:
  JpegDecoder() = default;
  ~JpegDecoder() { jpeg_destroy_decompress(&info_); }
  JpegDecoder(const JpegDecoder&) = delete;
  JpegDecoder& operator=(const JpegDecoder&) = delete;

  /// False if the data is damaged; message() then says how, and `image` holds nothing of use.
  bool decode(std::string_view bytes, Image& image) {
    info_.err = jpeg_std_error(&errors_.manager);
    errors_.manager.error_exit = leave;
    errors_.manager.emit_message = leave_on_warning;
    if (setjmp(errors_.start) != 0) return false;

    jpeg_create_decompress(&info_);
    jpeg_mem_src(&info_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&info_, TRUE);
    const bool cmyk = info_.jpeg_color_space == JCS_CMYK || info_.jpeg_color_space == JCS_YCCK;
    info_.out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(&info_);

    image.width = static_cast<int>(info_.output_width);
    image.height = static_cast<int>(info_.output_height);
    image.pixels.resize(std::size_t{3} * info_.output_width * info_.output_height);
    row_.resize(std::size_t{4} * info_.output_width);
    while (info_.output_scanline < info_.output_height) {
      const std::size_t offset = std::size_t{3} * info_.output_width * info_.output_scanline;
      JSAMPROW row = row_.data();
      jpeg_read_scanlines(&info_, &row, 1);
      if (cmyk) cmyk_to_rgb(row, image.width, info_.saw_Adobe_marker);
      std::copy_n(row, std::size_t{3} * info_.output_width, image.pixels.data() + offset);
    }
    jpeg_finish_decompress(&info_);
    return true;
  }

  [[nodiscard]] const char* message() const { return errors_.message; }

 private:
  struct Errors {
    jpeg_error_mgr manager;  // libjpeg passes its address, so it stands first
    std::jmp_buf start;
    char message[JMSG_LENGTH_MAX];
  };

  [[noreturn]] static void leave(j_common_ptr info) {
    auto* errors = reinterpret_cast<Errors*>(info->err);
    errors->manager.format_message(info, errors->message);
    std::longjmp(errors->start, 1);
  }

  static void leave_on_warning(j_common_ptr info, int level) {
    if (level < 0) leave(info);
  }

  jpeg_decompress_struct info_{};
  Errors errors_{};
  std::vector<std::uint8_t> row_;
};

Image decode_jpeg(std::string_view bytes) {
  JpegDecoder decoder;
  Image image;
  if (!decoder.decode(bytes, image))
    throw std::runtime_error(std::string("damaged JPEG: ") + decoder.message());
  return image;
}

Image decode_png(std::string_view bytes) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  Image image;
  if (png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()) != 0) {
    png.format = PNG_FORMAT_RGB;
    png.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // like 8 bits: not linear unless it says so
    image.width = static_cast<int>(png.width);
    image.height = static_cast<int>(png.height);
    image.pixels.resize(PNG_IMAGE_SIZE(png));
    constexpr png_color white{255, 255, 255};
    png_image_finish_read(&png, &white, image.pixels.data(), 0, nullptr);
  }
  const bool failed = PNG_IMAGE_FAILED(png);
  const std::string message = png.message;
  png_image_free(&png);
  if (failed) throw std::runtime_error("damaged PNG: " + message);
  return image;
}

}  // namespace

Image decode_image(const std::filesystem::path& file) {
  using namespace std::string_view_literals;
  const std::string bytes = read_file(file);
  try {
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) return decode_jpeg(bytes);
    if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return decode_png(bytes);
    throw std::runtime_error(bytes.empty() ? "empty file, expected a JPEG or PNG image"
                                           : "neither a JPEG nor a PNG image");
  } catch (const std::exception& error) {
    throw std::runtime_error(file.string() + ": " + error.what());
  }
}

}  // namespace trainer
