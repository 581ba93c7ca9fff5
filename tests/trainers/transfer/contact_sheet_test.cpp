#include "transfer/contact_sheet.hpp"

#include "data/image_encoder.hpp"
#include "needs.hpp"
#include "plain_image.hpp"
#include "support/files.hpp"
#include "temporary_folder.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using transfer::draw_contact_sheet;
using transfer::sample_images;
using transfer::SheetRow;
using transfer::Target;

namespace {

namespace fs = std::filesystem;

/// Classes with this many training images each; image i of class c has red 10 c + i.
Target target_in(const TemporaryFolder& folder, const std::vector<int>& counts) {
  Target target;
  for (const int count : counts) {
    const auto label = static_cast<std::int64_t>(target.classes.size());
    target.classes.push_back(std::to_string(label));
    for (int i = 0; i < count; ++i) {
      const int red = 10 * static_cast<int>(label) + i;
      target.train.push_back({folder.write(std::to_string(red) + ".png",
                                           trainer::encode_png(plain_image(
                                               5, 9, {static_cast<std::uint8_t>(red), 0, 0}))),
                              label});
    }
  }
  return target;
}

std::vector<int> reds(const std::vector<trainer::Image>& images) {
  std::vector<int> result;
  for (const trainer::Image& image : images) result.push_back(image.pixels.front());
  return result;
}

/// The pixels of one colour.
struct Patch {
  int left = 1 << 20;
  int top = 1 << 20;
  int right = -1;
  int bottom = -1;
  int count = 0;

  [[nodiscard]] int width() const { return right - left + 1; }
  [[nodiscard]] int height() const { return bottom - top + 1; }
};

/// Puts a folder before all others in $PATH until the end of the scope.
class FirstInPath {
 public:
  explicit FirstInPath(const fs::path& folder) : before_(std::getenv("PATH")) {
    ::setenv("PATH", (folder.string() + ':' + before_).c_str(), 1);
  }
  ~FirstInPath() { ::setenv("PATH", before_.c_str(), 1); }
  FirstInPath(const FirstInPath&) = delete;
  FirstInPath& operator=(const FirstInPath&) = delete;

 private:
  std::string before_;
};

Patch find(const trainer::Image& image, const std::array<std::uint8_t, 3>& colour) {
  Patch patch;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const auto* const pixel =
          image.pixels.data() + std::ptrdiff_t{3} * (std::ptrdiff_t{y} * image.width + x);
      if (!std::equal(colour.begin(), colour.end(), pixel)) continue;
      patch.left = std::min(patch.left, x);
      patch.top = std::min(patch.top, y);
      patch.right = std::max(patch.right, x);
      patch.bottom = std::max(patch.bottom, y);
      ++patch.count;
    }
  return patch;
}

}  // namespace

TEST_CASE("samples are the first images of classes that are spread evenly") {
  const TemporaryFolder folder;
  const Target target = target_in(folder, {3, 3, 3, 3, 3, 3});
  CHECK(reds(sample_images(target, 3, 4)) == std::vector{0, 20, 40});
  CHECK(reds(sample_images(target, 4, 4)) == std::vector{0, 10, 30, 40});
  CHECK(reds(sample_images(target, 6, 4)) == std::vector{0, 10, 20, 30, 40, 50});
  const trainer::Image first = sample_images(target, 1, 4).front();
  CHECK(first.width == 4);
  CHECK(first.height == 4);
  CHECK(first.pixels.size() == 3 * 4 * 4);
}

TEST_CASE("if there are fewer classes than samples, classes are used repeatedly") {
  const TemporaryFolder folder;
  const Target target = target_in(folder, {3, 1, 2});
  CHECK(reds(sample_images(target, 5, 4)) == std::vector{0, 10, 20, 1, 21});
  CHECK(reds(sample_images(target, 100, 4)) == std::vector{0, 10, 20, 1, 21, 2});
}

TEST_CASE("a contact sheet shows rows of images with their names on the left" * needs_gnuplot()) {
  const TemporaryFolder folder;
  const auto red = plain_image(32, 32, {255, 0, 0}), green = plain_image(32, 32, {0, 255, 0}),
             blue = plain_image(32, 32, {0, 0, 255});
  draw_contact_sheet({{"a_name, with a comma", {red, green, red}}, {"b", {blue}}}, folder.path());
  CHECK(support::read_file(folder.path() / "figure-9.csv") ==
        "name,middle\n\"a_name, with a comma\",16\nb,50\n");
  CHECK(fs::file_size(folder.path() / "figure-9.svg") > 1000);
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 3);

  const trainer::Image picture = trainer::decode_image(folder.path() / "figure-9.png");
  const Patch reds = find(picture, {255, 0, 0}), greens = find(picture, {0, 255, 0}),
              blues = find(picture, {0, 0, 255});
  // The rightmost image of the first row is as red as the leftmost.
  CHECK(reds.left < greens.left);
  CHECK(greens.right < reds.right);
  CHECK(reds.top == greens.top);
  CHECK(reds.bottom == greens.bottom);
  CHECK(std::abs(blues.left - reds.left) <= 1);
  CHECK(blues.top > reds.bottom);
  // Squares, except for edges that are blended with the gaps.
  for (const Patch& square : {greens, blues}) {
    CHECK(square.width() > 100);
    CHECK(std::abs(square.width() - square.height()) <= 2);
    CHECK(square.count == square.width() * square.height());
  }
  // The names are dark on white, left of the images and level with their rows.
  const Patch letters = find(picture, {0x22, 0x22, 0x22});
  CHECK(letters.count > 50);
  CHECK(letters.left > 0);
  CHECK(letters.right < reds.left);
  CHECK(letters.top > reds.top);
  CHECK(letters.top < reds.bottom);
  CHECK(letters.bottom > blues.top);
  CHECK(letters.bottom < blues.bottom);
}

TEST_CASE("nothing that a kill would leave is in the folder while a contact sheet is drawn") {
  const TemporaryFolder folder, programs;
  const fs::path entries = programs.path() / "entries";
  fs::permissions(programs.write("gnuplot", "#!/bin/sh\nls -A '" + folder.path().string() +
                                                "' > '" + entries.string() + "'\n"),
                  fs::perms::owner_all);
  const FirstInPath first(programs.path());
  CHECK(error_of([&] {
          draw_contact_sheet({{"a", {plain_image(4, 4, {1, 2, 3})}}}, folder.path());
        }) == "");
  CHECK(support::read_file(entries) == "figure-9.csv\n");
}

TEST_CASE("a contact sheet without images, or with several sizes, is refused") {
  const TemporaryFolder folder;
  const auto error = [&](const std::vector<SheetRow>& rows) {
    CHECK_THROWS_AS(draw_contact_sheet(rows, folder.path()), std::invalid_argument);
    return error_of([&] { draw_contact_sheet(rows, folder.path()); });
  };
  const auto square = plain_image(4, 4, {1, 2, 3});
  CHECK(error({}) == "a contact sheet needs a row");
  CHECK(error({{"a", {square}}, {"b", {}}}) ==
        "a contact sheet needs images in each row, b has none");
  CHECK(error({{"a", {square}}, {"b", {square, plain_image(4, 5, {1, 2, 3})}}}) ==
        "a contact sheet needs square images of its first one's size, 4 pixels, got 4x5 of b");
  CHECK(error({{"a", {plain_image(5, 4, {1, 2, 3})}}}) ==
        "a contact sheet needs square images of its first one's size, 5 pixels, got 5x4 of a");
  CHECK(fs::is_empty(folder.path()));
}
