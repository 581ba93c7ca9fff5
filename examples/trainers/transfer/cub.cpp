#include "support/csv.hpp"
#include "support/text.hpp"
#include "transfer/layouts.hpp"
#include "transfer/list_file.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace transfer {
namespace {

namespace fs = std::filesystem;

/// A list with one line per image, keyed by image number.
class ImageTable {
 public:
  /// Throws csv::FileError that names the line unless the list has the same numbers as `images`.
  ImageTable(const fs::path& file, const NumberedLines& images)
      : lines_(read_numbered_lines(file)) {
    require_numbers_in(lines_, images);
    require_numbers_in(images, lines_);
  }

  [[nodiscard]] const ListLine& operator[](std::int64_t number) const { return lines_.at(number); }

 private:
  static void require_numbers_in(const NumberedLines& lines, const NumberedLines& others) {
    for (const auto& [number, line] : lines)
      if (!others.contains(number))
        line.refuse("there is no image " + support::to_text(number) + " in " +
                    others.begin()->second.file.string());
  }

  NumberedLines lines_;
};

/// Whether the line says "1", for training, or "0".
bool is_training(const ListLine& line) {
  if (line.text != "0" && line.text != "1")
    line.refuse("\"" + line.text + "\", expected 1 for training or 0 for testing");
  return line.text == "1";
}

/// Rounds to whole pixels, to at least one.
trainer::Region box_of(const ListLine& line) {
  const auto refuse = [&] {
    line.refuse("\"" + line.text +
                "\", expected a box in pixels: left, top, width, height, the last two above 0");
  };
  const std::vector<std::string_view> texts = words(line.text);
  if (texts.size() != 4) refuse();
  double values[4];
  for (std::size_t i = 0; i < 4; ++i) {
    const std::optional value = csv::parse_number<double>(texts[i]);
    constexpr double most = 1 << 28;  // more pixels than an image has
    if (!value || !(std::abs(*value) <= most) || (i >= 2 && !(*value > 0.0))) refuse();
    values[i] = *value;
  }
  const auto side = [](double start, double length, int& first, int& count) {
    first = static_cast<int>(std::lround(start));
    count = std::max(1, static_cast<int>(std::lround(start + length)) - first);
  };
  trainer::Region box;
  side(values[0], values[2], box.left, box.width);
  side(values[1], values[3], box.top, box.height);
  return box;
}

}  // namespace

Target read_cub(const fs::path& folder, const TargetOptions& options) {
  const fs::path split_file = folder / "train_test_split.txt";
  const NumberedLines images = read_numbered_lines(folder / "images.txt");
  const NumberedLines classes = read_numbered_lines(folder / "classes.txt");
  const ImageTable class_of(folder / "image_class_labels.txt", images);
  const ImageTable part_of(split_file, images);
  std::optional<ImageTable> boxes;
  if (options.boxes) boxes.emplace(folder / "bounding_boxes.txt", images);

  Target target;
  std::map<std::int64_t, std::int64_t> labels;  // by the classes' numbers
  for (const auto& [number, line] : classes) {
    labels.emplace(number, std::ssize(target.classes));
    target.classes.push_back(line.text);
  }
  std::map<std::string, std::int64_t> lines;
  for (const auto& [number, line] : images) {
    TargetImage image{.file = folder / "images" / line.text};
    line.require_file(image.file);
    if (const auto [first, is_new] = lines.emplace(line.text, line.number); !is_new)
      line.refuse("\"" + line.text + "\" is listed in line " + support::to_text(first->second) +
                  " already");
    const ListLine& class_line = class_of[number];
    const auto label = labels.find(csv::parse_number<std::int64_t>(class_line.text).value_or(-1));
    if (label == labels.end())
      class_line.refuse("\"" + class_line.text + "\" is not a class in " +
                        (folder / "classes.txt").string());
    image.label = label->second;
    if (boxes) image.box = box_of((*boxes)[number]);
    (is_training(part_of[number]) ? target.train : target.test).push_back(std::move(image));
  }
  require_every_class(target, split_file, split_file);
  return target;
}

}  // namespace transfer
