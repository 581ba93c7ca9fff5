#include "data/jpeg_decoder.hpp"

#include <algorithm>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio>  // needed by jpeglib.h
#include <vector>

#include <jpeglib.h>

namespace trainer {
namespace {

/// Converts `width` pixels from CMYK to RGB in place. Adobe's files store inverted inks.
void cmyk_to_rgb(std::uint8_t* row, int width, bool inverted) {
  const auto light = [inverted](std::uint8_t value) { return inverted ? value : 255 - value; };
  std::uint8_t* rgb = row;
  for (const std::uint8_t* cmyk = row; cmyk != row + 4 * std::ptrdiff_t{width}; cmyk += 4) {
    const int black = light(cmyk[3]);
    for (int channel = 0; channel < 3; ++channel)
      *rgb++ = static_cast<std::uint8_t>((light(cmyk[channel]) * black + 127) / 255);
  }
}

/// libjpeg reports errors through longjmp, which skips destructors, so all objects with destructors
/// are members of this class and not local to its functions.
class JpegDecoder {
 public:
  explicit JpegDecoder(const ImageLimits& limits) {
    info_.err = jpeg_std_error(&errors_.manager);
    errors_.manager.error_exit = leave;
    errors_.manager.emit_message = leave_on_warning;
    scans_.monitor.progress_monitor = leave_after_scans;
    scans_.most = static_cast<int>(limits.scans);
  }
  ~JpegDecoder() { jpeg_destroy_decompress(&info_); }
  JpegDecoder(const JpegDecoder&) = delete;
  JpegDecoder& operator=(const JpegDecoder&) = delete;

  /// Must be called first. Returns false if the data are damaged or refused; message() then gives
  /// the reason.
  bool read_header(std::string_view bytes) {
    if (setjmp(errors_.start) != 0) return false;
    jpeg_create_decompress(&info_);
    info_.progress = &scans_.monitor;
    jpeg_mem_src(&info_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&info_, TRUE);
    return true;
  }

  [[nodiscard]] ImageSize size() const {
    return {static_cast<int>(info_.image_width), static_cast<int>(info_.image_height)};
  }

  /// Returns false if the data are damaged or refused; message() then gives the reason, and the
  /// contents of `image` are meaningless.
  bool decode(const Region& region, Image& image) {
    if (setjmp(errors_.start) != 0) return false;
    const bool cmyk = info_.jpeg_color_space == JCS_CMYK || info_.jpeg_color_space == JCS_YCCK;
    info_.out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
    info_.do_block_smoothing = FALSE;  // its result would depend on the region
    jpeg_start_decompress(&info_);
    const std::size_t cut = std::size_t{3} * crop(region);
    if (region.top > 0) jpeg_skip_scanlines(&info_, static_cast<JDIMENSION>(region.top));

    image.width = region.width;
    image.height = region.height;
    const std::size_t row_bytes = std::size_t{3} * static_cast<std::size_t>(region.width);
    image.pixels.resize(row_bytes * static_cast<std::size_t>(region.height));
    row_.resize(std::size_t{4} * info_.output_width);
    for (std::uint8_t* out = image.pixels.data(); out != image.pixels.data() + image.pixels.size();
         out += row_bytes) {
      JSAMPROW row = row_.data();
      jpeg_read_scanlines(&info_, &row, 1);
      if (cmyk) cmyk_to_rgb(row, static_cast<int>(info_.output_width), info_.saw_Adobe_marker);
      std::copy_n(row + cut, row_bytes, out);
    }
    if (info_.output_scanline == info_.output_height) jpeg_finish_decompress(&info_);
    return true;
  }

  [[nodiscard]] const char* message() const { return errors_.message; }

 private:
  /// Skips most columns outside the region. Returns the index of the region's first column among
  /// those left.
  std::size_t crop(const Region& region) {
    // Colours are blended with the neighbouring pixel, which is missing at the cut's edges.
    constexpr int margin = 2;
    const int before = std::max(0, region.left - margin);
    const int behind = std::min(size().width, region.left + region.width + margin);
    auto left = static_cast<JDIMENSION>(before);
    auto width = static_cast<JDIMENSION>(behind - before);
    if (width < info_.output_width) jpeg_crop_scanline(&info_, &left, &width);
    return static_cast<std::size_t>(region.left) - left;
  }

  struct Errors {
    jpeg_error_mgr manager;  // libjpeg passes its address, so it must be the first member
    std::jmp_buf start;
    char message[JMSG_LENGTH_MAX + 40];
  };

  struct Scans {
    jpeg_progress_mgr monitor;  // must be first too
    int most;
  };

  [[noreturn]] static void leave(j_common_ptr info) {
    auto* errors = reinterpret_cast<Errors*>(info->err);
    char text[JMSG_LENGTH_MAX];
    errors->manager.format_message(info, text);
    std::snprintf(errors->message, sizeof errors->message, "damaged JPEG: %s", text);
    std::longjmp(errors->start, 1);
  }

  static void leave_on_warning(j_common_ptr info, int level) {
    if (level < 0) leave(info);
  }

  /// libjpeg calls this before each part of a scan.
  static void leave_after_scans(j_common_ptr info) {
    const auto* decoder = reinterpret_cast<j_decompress_ptr>(info);
    const int most = reinterpret_cast<Scans*>(info->progress)->most;
    if (decoder->input_scan_number <= most) return;
    auto* errors = reinterpret_cast<Errors*>(info->err);
    std::snprintf(errors->message, sizeof errors->message, "JPEG with more than %d scans", most);
    std::longjmp(errors->start, 1);
  }

  jpeg_decompress_struct info_{};
  Errors errors_{};
  Scans scans_{};
  std::vector<std::uint8_t> row_;
};

}  // namespace

Image decode_jpeg(std::string_view bytes, const Choose& choose, const ImageLimits& limits) {
  JpegDecoder decoder(limits);
  Image image;
  if (!decoder.read_header(bytes) ||
      !decoder.decode(chosen_region(choose, decoder.size(), limits), image))
    throw BadImage(decoder.message());
  return image;
}

}  // namespace trainer
