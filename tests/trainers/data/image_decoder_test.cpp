#include "data/image_decoder.hpp"

#include "data/image_encoder.hpp"
#include "temporary_folder.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <png.h>

using trainer::decode_image;
using trainer::Image;

namespace {

using Bytes = std::vector<std::uint8_t>;

/// A JPEG of maximum quality, without subsampling.
std::string jpeg(int width, int height, J_COLOR_SPACE space, int channels, const Bytes& pixels) {
  return trainer::encode_jpeg(
      {width, height, pixels},
      {.space = space, .channels = channels, .across = 1, .down = 1, .quality = 100});
}

std::string png(int width, int height, png_uint_32 format, const void* pixels,
                const void* palette = nullptr, png_uint_32 palette_size = 0) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = format;
  image.colormap_entries = palette_size;
  std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  png_alloc_size_t size = bytes.size();
  REQUIRE(png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels, 0, palette) != 0);
  bytes.resize(size);
  return bytes;
}

/// Four colours, each on a quarter of 16 x 8 pixels; a JPEG preserves them to within a few levels.
Bytes quarters() {
  Bytes pixels;
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 16; ++x) {
      const bool right = x >= 8, low = y >= 4;
      for (const int value : {right ? 220 : 30, low ? 200 : 60, right == low ? 100 : 180})
        pixels.push_back(static_cast<std::uint8_t>(value));
    }
  return pixels;
}

int greatest_difference(const Bytes& a, const Bytes& b) {
  REQUIRE(a.size() == b.size());
  int greatest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) greatest = std::max(greatest, std::abs(a[i] - b[i]));
  return greatest;
}

}  // namespace

TEST_CASE("a JPEG decodes to rows of red, green and blue") {
  const TemporaryFolder folder;
  const Image image = decode_image(folder.write("a.jpg", jpeg(16, 8, JCS_RGB, 3, quarters())));
  CHECK(image.width == 16);
  CHECK(image.height == 8);
  CHECK(greatest_difference(image.pixels, quarters()) <= 24);
}

TEST_CASE("a PNG decodes exactly") {
  const TemporaryFolder folder;
  const Image image =
      decode_image(folder.write("a.png", png(16, 8, PNG_FORMAT_RGB, quarters().data())));
  CHECK(image.width == 16);
  CHECK(image.height == 8);
  CHECK(image.pixels == quarters());
}

TEST_CASE("the contents decide the format, not the name") {
  const TemporaryFolder folder;
  const auto file = folder.write("a.jpg", png(16, 8, PNG_FORMAT_RGB, quarters().data()));
  CHECK(decode_image(file).pixels == quarters());
}

TEST_CASE("grey becomes three equal channels") {
  const TemporaryFolder folder;
  const Bytes grey{0, 100, 255};
  const Bytes expected{0, 0, 0, 100, 100, 100, 255, 255, 255};
  CHECK(decode_image(folder.write("a.png", png(3, 1, PNG_FORMAT_GRAY, grey.data()))).pixels ==
        expected);

  const Bytes flat(8 * 8, 77);
  const Image image = decode_image(folder.write("a.jpg", jpeg(8, 8, JCS_GRAYSCALE, 1, flat)));
  CHECK(greatest_difference(image.pixels, Bytes(8 * 8 * 3, 77)) <= 1);
}

TEST_CASE("a CMYK JPEG becomes RGB, with Adobe's marker or without") {
  const TemporaryFolder folder;
  // Adobe stores the light that each ink lets through: red at half brightness.
  Bytes pixels;
  for (int i = 0; i < 64; ++i) pixels.insert(pixels.end(), {255, 0, 0, 128});
  std::string adobe = jpeg(8, 8, JCS_CMYK, 4, pixels);
  const std::size_t marker = adobe.find("Adobe");
  REQUIRE(marker != std::string::npos);
  const Image red = decode_image(folder.write("adobe.jpg", adobe));
  REQUIRE(red.pixels.size() == 8 * 8 * 3);
  CHECK(greatest_difference({red.pixels.begin(), red.pixels.begin() + 3}, {128, 0, 0}) <= 2);
  CHECK(greatest_difference({red.pixels.end() - 3, red.pixels.end()}, {128, 0, 0}) <= 2);

  // Without the marker the same numbers are amounts of ink: full cyan, and half black.
  adobe[marker] = 'X';
  const Image cyan = decode_image(folder.write("plain.jpg", adobe));
  CHECK(greatest_difference({cyan.pixels.begin(), cyan.pixels.begin() + 3}, {0, 127, 127}) <= 2);
}

TEST_CASE("a palette is resolved") {
  const TemporaryFolder folder;
  const Bytes palette{10, 20, 30, 200, 150, 100};
  const Bytes indices{1, 0, 1};
  const auto file =
      folder.write("a.png", png(3, 1, PNG_FORMAT_RGB_COLORMAP, indices.data(), palette.data(), 2));
  CHECK(decode_image(file).pixels == Bytes{200, 150, 100, 10, 20, 30, 200, 150, 100});
}

TEST_CASE("transparency is blended over white") {
  const TemporaryFolder folder;
  const Bytes pixels{10, 20, 30, 255, 10, 20, 30, 0};
  const auto file = folder.write("a.png", png(2, 1, PNG_FORMAT_RGBA, pixels.data()));
  CHECK(decode_image(file).pixels == Bytes{10, 20, 30, 255, 255, 255});
}

TEST_CASE("16-bit samples become 8-bit samples") {
  const TemporaryFolder folder;
  const std::vector<std::uint16_t> linear{0, 65535};
  const auto file = folder.write("a.png", png(2, 1, PNG_FORMAT_LINEAR_Y, linear.data()));
  CHECK(decode_image(file).pixels == Bytes{0, 0, 0, 255, 255, 255});
}

TEST_CASE("a file truncated anywhere gives an error with its name, or loses no pixel") {
  const TemporaryFolder folder;
  for (const std::string& whole :
       {jpeg(16, 8, JCS_RGB, 3, quarters()), png(16, 8, PNG_FORMAT_RGB, quarters().data())}) {
    const Image expected = decode_image(folder.write("whole", whole));
    int refused = 0;
    for (std::size_t size = 0; size < whole.size(); ++size) {
      CAPTURE(size);
      const auto file = folder.write("cut", whole.substr(0, size));
      Image image;
      const std::string error = error_of([&] { image = decode_image(file); });
      if (error.empty())
        CHECK(image.pixels == expected.pixels);
      else
        ++refused;
      CHECK((error.empty() || error.find(file.string()) == 0));
    }
    CHECK(refused >= static_cast<int>(whole.size()) - 16);
  }
}

TEST_CASE("damaged data is an error") {
  const TemporaryFolder folder;
  std::string bytes = png(16, 8, PNG_FORMAT_RGB, quarters().data());
  bytes[bytes.find("IDAT") + 8] ^= 0x10;
  CHECK(error_of([&] { (void)decode_image(folder.write("a.png", bytes)); }).find("damaged PNG: ") !=
        std::string::npos);

  bytes = jpeg(16, 8, JCS_RGB, 3, quarters());
  // A second marker in the middle of the pixels' data.
  bytes.replace(bytes.size() - 12, 2, "\xFF\xD9");
  CHECK(error_of([&] {
          (void)decode_image(folder.write("a.jpg", bytes));
        }).find("damaged JPEG: ") != std::string::npos);
}

TEST_CASE("a file that is not an image is refused by name") {
  const TemporaryFolder folder;
  const auto empty = folder.write("empty.png", "");
  CHECK(error_of([&] { (void)decode_image(empty); }) ==
        empty.string() + ": empty file, expected a JPEG or PNG image");
  const auto text = folder.write("text.jpg", "GIF89a");
  CHECK(error_of([&] { (void)decode_image(text); }) ==
        text.string() + ": neither a JPEG nor a PNG image");
  const auto sparse = folder.write("sparse.jpg", "\xFF\xD8\xFF");
  std::filesystem::resize_file(sparse, 1073741825);
  CHECK(error_of([&] { (void)decode_image(sparse); }) ==
        sparse.string() + ": has 1073741825 bytes; expected at most 1073741824");
  CHECK_THROWS_AS((void)decode_image(sparse), trainer::BadImage);
  const auto missing = folder.path() / "missing.jpg";
  CHECK(error_of([&] { (void)decode_image(missing); }).find(missing.string()) != std::string::npos);
}
