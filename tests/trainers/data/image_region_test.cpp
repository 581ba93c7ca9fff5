#include "data/image_decoder.hpp"
#include "data/image_encoder.hpp"
#include "temporary_folder.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using trainer::decode_image;
using trainer::decode_part;
using trainer::Image;
using trainer::ImageSize;
using trainer::Region;

namespace {

Image part(const std::filesystem::path& file, const Region& region) {
  return decode_part(file, [&](ImageSize) { return region; });
}

std::vector<std::uint8_t> cut(const Image& image, const Region& region) {
  std::vector<std::uint8_t> pixels;
  for (int y = region.top; y < region.top + region.height; ++y)
    for (int i = 3 * region.left; i < 3 * (region.left + region.width); ++i)
      pixels.push_back(image.pixels[static_cast<std::size_t>(3 * image.width * y + i)]);
  return pixels;
}

/// The whole image, its corners, thin strips, and random regions.
std::vector<Region> regions_of(ImageSize image) {
  const int width = image.width, height = image.height;
  std::vector<Region> regions{{0, 0, width, height},         {0, 0, 1, 1},
                              {width - 1, 0, 1, 1},          {0, height - 1, 1, 1},
                              {width - 1, height - 1, 1, 1}, {width / 2, 0, 1, height},
                              {0, height / 2, width, 1}};
  support::RandomBits random(1);
  for (int i = 0; i < 60; ++i) {
    const int wide = 1 + random.below(width), high = 1 + random.below(height);
    regions.push_back(
        {random.below(width - wide + 1), random.below(height - high + 1), wide, high});
  }
  return regions;
}

void check_parts(const std::filesystem::path& file, ImageSize size) {
  const Image whole = decode_image(file);
  REQUIRE(whole.width == size.width);
  REQUIRE(whole.height == size.height);
  for (const Region& region : regions_of(size)) {
    CAPTURE(region.left);
    CAPTURE(region.top);
    CAPTURE(region.width);
    CAPTURE(region.height);
    const Image found = part(file, region);
    CHECK(found.width == region.width);
    CHECK(found.height == region.height);
    CHECK((found.pixels == cut(whole, region)));
  }
}

constexpr ImageSize image_sizes[] = {{1, 1}, {7, 5}, {64, 48}, {97, 61}, {130, 143}};

}  // namespace

TEST_CASE("a part of a JPEG has the pixels of the whole, however its colours are stored") {
  const TemporaryFolder folder;
  for (const auto& [across, down] : {std::pair{1, 1}, {2, 1}, {1, 2}, {2, 2}, {4, 1}})
    for (const bool progressive : {false, true})
      for (const auto& [width, height] : image_sizes) {
        CAPTURE(across);
        CAPTURE(down);
        CAPTURE(progressive);
        CAPTURE(width);
        const trainer::JpegEncoding encoding{
            .across = across, .down = down, .progressive = progressive};
        check_parts(folder.write("a.jpg", trainer::encode_jpeg(
                                              trainer::photograph(width, height, 1, 90), encoding)),
                    {width, height});
      }
}

TEST_CASE("a part of a grey or CMYK JPEG has the pixels of the whole") {
  const TemporaryFolder folder;
  for (const auto& [width, height] : image_sizes) {
    CAPTURE(width);
    check_parts(
        folder.write("a.jpg", trainer::encode_jpeg(trainer::photograph(width, height, 2, 90, 1),
                                                   {.space = JCS_GRAYSCALE, .channels = 1})),
        {width, height});
    check_parts(
        folder.write("a.jpg", trainer::encode_jpeg(trainer::photograph(width, height, 3, 90, 4),
                                                   {.space = JCS_CMYK, .channels = 4})),
        {width, height});
  }
}

TEST_CASE("a part of a progressive JPEG without its last scans has the pixels of the whole") {
  const TemporaryFolder folder;
  const std::string whole =
      trainer::encode_jpeg(trainer::photograph(97, 61, 4, 40), {.progressive = true});
  // A scan starts with FF DA; the file is cut before the last scans and ended properly.
  std::vector<std::size_t> scans;
  for (std::size_t at = whole.find("\xFF\xDA"); at != whole.npos;
       at = whole.find("\xFF\xDA", at + 1))
    scans.push_back(at);
  REQUIRE(scans.size() > 4);
  for (std::size_t kept = 1; kept < scans.size(); ++kept) {
    CAPTURE(kept);
    const std::size_t tables = whole.rfind("\xFF\xC4", scans[kept]);
    const std::size_t end = tables != whole.npos && tables > scans[kept - 1] ? tables : scans[kept];
    check_parts(folder.write("a.jpg", whole.substr(0, end) + "\xFF\xD9"), {97, 61});
  }
}

TEST_CASE("a part of a PNG has the pixels of the whole") {
  const TemporaryFolder folder;
  for (const auto& [width, height] : image_sizes)
    check_parts(
        folder.write("a.png", trainer::encode_png(trainer::photograph(width, height, 5, 90))),
        {width, height});
}

TEST_CASE("damage above or within a part is an error, damage below it goes unnoticed") {
  const TemporaryFolder folder;
  std::string bytes = trainer::encode_jpeg(trainer::photograph(64, 64, 6, 90));
  // A second marker in the middle of the data: about three quarters of the rows precede it.
  bytes.replace(bytes.size() - bytes.size() / 4, 2, "\xFF\xD9");
  const auto file = folder.write("a.jpg", bytes);
  CHECK(error_of([&] {
          (void)part(file, {0, 56, 64, 8});
        }).find(file.string() + ": damaged JPEG") == 0);
  CHECK(error_of([&] {
          (void)part(file, {0, 0, 64, 64});
        }).find(file.string() + ": damaged JPEG") == 0);
  CHECK(error_of([&] { (void)part(file, {0, 0, 64, 16}); }).empty());
}

TEST_CASE("a part must lie within the image") {
  const TemporaryFolder folder;
  for (const std::string& bytes : {trainer::encode_jpeg(trainer::photograph(16, 8, 7, 0)),
                                   trainer::encode_png(trainer::photograph(16, 8, 7, 0))}) {
    const auto file = folder.write("a", bytes);
    CHECK(error_of([&] {
            (void)part(file, {10, 2, 7, 3});
          }) ==
          file.string() + ": region of 7x3 pixels at 10, 2, expected one within the image of 16x8");
    for (const Region& region : {Region{-1, 0, 2, 2}, Region{0, -1, 2, 2}, Region{0, 0, 0, 2},
                                 Region{0, 0, 2, 0}, Region{0, 6, 2, 3}})
      CHECK_THROWS_AS((void)part(file, region), std::out_of_range);
  }
}

TEST_CASE("an image with too many pixels is refused before memory is allocated for it") {
  const TemporaryFolder folder;
  std::string bytes = trainer::encode_jpeg(trainer::photograph(8, 8, 8, 0));
  // The frame header has a marker, length, precision, height and width.
  const std::size_t frame = bytes.find("\xFF\xC0");
  REQUIRE(frame != bytes.npos);
  bytes.replace(frame + 5, 4, "\xFF\x00\xFF\x00", 4);
  const auto file = folder.write("a.jpg", bytes);
  CHECK_THROWS_AS((void)decode_image(file), trainer::BadImage);
  CHECK(error_of([&] { (void)decode_image(file); }) ==
        file.string() + ": 65280x65280 pixels, expected at most 100000000");
}

TEST_CASE("the allowed number of pixels can be set for both formats") {
  const TemporaryFolder folder;
  const Image image = trainer::photograph(8, 5, 8, 0);
  for (const auto& file : {folder.write("a.jpg", trainer::encode_jpeg(image)),
                           folder.write("a.png", trainer::encode_png(image))}) {
    CHECK(decode_image(file, {.pixels = 40}).height == 5);
    CHECK_THROWS_AS((void)decode_image(file, {.pixels = 39}), trainer::BadImage);
    CHECK(error_of([&] { (void)decode_image(file, {.pixels = 39}); }) ==
          file.string() + ": 8x5 pixels, expected at most 39");
  }
}

TEST_CASE("a JPEG with too many scans is refused, usual ones are not") {
  const TemporaryFolder folder;
  const Image image = trainer::photograph(40, 30, 8, 20);
  const auto usual = folder.write("usual.jpg", trainer::encode_jpeg(image, {.progressive = true}));
  CHECK(decode_image(usual).width == 40);
  CHECK(decode_image(usual, {.scans = 10}).width == 40);
  CHECK(error_of([&] { (void)decode_image(usual, {.scans = 9}); }) ==
        usual.string() + ": JPEG with more than 9 scans");
  // Without progression, all data are in one scan.
  CHECK(decode_image(folder.write("plain.jpg", trainer::encode_jpeg(image)), {.scans = 1}).width ==
        40);

  const auto many = folder.write(
      "many.jpg", trainer::encode_jpeg(image, {.scans = trainer::scan_of_each_coefficient()}));
  CHECK_THROWS_AS((void)decode_image(many), trainer::BadImage);
  CHECK(error_of([&] { (void)decode_image(many); }) ==
        many.string() + ": JPEG with more than 100 scans");
  const Image all = decode_image(many, {.scans = 190});
  CHECK(all.pixels == decode_image(usual).pixels);
  // A part of it would cost as much.
  CHECK_THROWS_AS((void)decode_part(many,
                                    [](ImageSize) {
                                      return Region{0, 0, 1, 1};
                                    }),
                  trainer::BadImage);
}

TEST_CASE("a missing file does not count as a bad image, a folder does") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS((void)decode_image(folder.path() / "missing.jpg"), std::system_error);
  CHECK_THROWS_AS((void)decode_image(folder.path()), trainer::BadImage);
}
