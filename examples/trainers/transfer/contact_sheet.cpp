#include "transfer/contact_sheet.hpp"

#include "support/csv_writer.hpp"
#include "support/files.hpp"
#include "support/gnuplot.hpp"
#include "support/temporary_folder.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>

namespace transfer {
namespace {

namespace fs = std::filesystem;
using support::to_text;
using trainer::Image;

/// The common side of all images.
int common_size(const std::vector<SheetRow>& rows) {
  if (rows.empty()) throw std::invalid_argument("a contact sheet needs a row");
  for (const SheetRow& row : rows)
    if (row.images.empty())
      throw std::invalid_argument("a contact sheet needs images in each row, " + row.name +
                                  " has none");
  const int size = rows.front().images.front().width;
  for (const SheetRow& row : rows)
    for (const Image& image : row.images)
      if (image.width != size || image.height != size)
        throw std::invalid_argument(
            "a contact sheet needs square images of its first one's size, " + to_text(size) +
            " pixels, got " + to_text(image.width) + "x" + to_text(image.height) + " of " +
            row.name);
  return size;
}

/// A white image onto which others are pasted.
class Sheet {
 public:
  Sheet(int width, int height) : sheet_{width, height, {}} {
    sheet_.pixels.assign(static_cast<std::size_t>(offset(0, height, width)), 255);
  }

  /// `image` must fit within the sheet.
  void paste(const Image& image, int left, int top) {
    for (int y = 0; y < image.height; ++y)
      std::copy_n(image.pixels.begin() + offset(0, y, image.width), offset(image.width, 0, 0),
                  sheet_.pixels.begin() + offset(left, top + y, sheet_.width));
  }

  [[nodiscard]] const Image& image() const { return sheet_; }

 private:
  /// The offset of a pixel's first byte in an image of this width.
  static std::ptrdiff_t offset(int x, int y, int width) {
    return std::ptrdiff_t{3} * (std::ptrdiff_t{y} * width + x);
  }

  Image sheet_;
};

}  // namespace

std::vector<Image> sample_images(const Target& target, int count, int size) {
  std::vector<std::vector<const TargetImage*>> members(target.classes.size());
  for (const TargetImage& image : target.train)
    members[static_cast<std::size_t>(image.label)].push_back(&image);

  const std::size_t most = static_cast<std::size_t>(count);
  const std::size_t classes = std::min(members.size(), most);
  std::vector<Image> images;
  for (std::size_t round = 0; images.size() < most && round < target.train.size(); ++round)
    for (std::size_t i = 0; i < classes && images.size() < most; ++i)
      if (const auto& of_class = members[i * members.size() / classes]; round < of_class.size())
        images.push_back(decode(*of_class[round], size));
  return images;
}

void draw_contact_sheet(const std::vector<SheetRow>& rows, const fs::path& folder) {
  const int size = common_size(rows);
  const int gap = std::max(1, size / 16);
  const int step = size + gap;
  std::size_t columns = 0;
  for (const SheetRow& row : rows) columns = std::max(columns, row.images.size());

  Sheet sheet(step * static_cast<int>(columns) - gap, step * static_cast<int>(rows.size()) - gap);
  csv::Writer names("name,middle");
  for (int y = 0; const SheetRow& row : rows) {
    for (int x = 0; const Image& image : row.images) sheet.paste(image, step * x++, step * y);
    names.row(row.name, step * y++ + size / 2);
  }
  names.write(folder / "figure-9.csv");

  const support::TemporaryFolder temporary("autodecay-sheet-");
  const fs::path pixels = temporary.path() / "pixels";
  const std::vector<std::uint8_t>& bytes = sheet.image().pixels;
  support::write_atomically(
      pixels, {std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())});
  gnuplot::draw(gnuplot::script("figure-9.gp"),
                {pixels.string(), to_text(sheet.image().width), to_text(sheet.image().height)},
                folder);
}

}  // namespace transfer
