#include "transfer/list_file.hpp"

#include "support/csv.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <optional>

namespace transfer {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view white_space = " \t\r\f\v";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(white_space);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(white_space) + 1 - begin);
}

}  // namespace

void ListLine::refuse(const std::string& what) const {
  throw csv::FileError(file.string(), number, what);
}

void ListLine::require_file(const fs::path& image) const {
  if (!fs::is_regular_file(image)) refuse("there is no file " + image.string());
}

std::vector<ListLine> read_lines(const fs::path& file) {
  if (!fs::is_regular_file(file)) throw csv::FileError(file.string(), "no such file");
  const std::string bytes = support::read_file(file);
  std::vector<ListLine> lines;
  std::int64_t number = 0;
  std::string_view rest = bytes;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);  // a byte order mark
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view text = trimmed(rest.substr(0, end));
    ++number;
    if (!text.empty()) lines.push_back({file, number, std::string(text)});
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  }
  if (lines.empty()) throw csv::FileError(file.string(), "an empty list");
  return lines;
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
    found.push_back(text.substr(0, text.find_first_of(white_space)));
    text.remove_prefix(found.back().size());
  }
  return found;
}

std::vector<ListedImage> read_image_list(const fs::path& list, const fs::path& folder) {
  std::vector<ListedImage> images;
  std::map<std::string, std::int64_t> numbers;
  for (ListLine& line : read_lines(list)) {
    const std::size_t slash = line.text.find('/');
    if (slash == 0 || slash >= line.text.size() - 1 || slash != line.text.rfind('/'))
      line.refuse("\"" + line.text + "\", expected class/file");
    const auto [first, is_new] = numbers.emplace(line.text, line.number);
    if (!is_new)
      line.refuse("\"" + line.text + "\" is listed in line " + support::to_text(first->second) +
                  " already");
    const fs::path file = folder / line.text;
    line.require_file(file);
    std::string class_name = line.text.substr(0, slash);
    images.push_back({std::move(line), std::move(class_name), file});
  }
  return images;
}

NumberedLines read_numbered_lines(const fs::path& file) {
  NumberedLines numbered;
  for (ListLine& line : read_lines(file)) {
    const std::string_view word = words(line.text).front();
    const std::optional number = csv::parse_number<std::int64_t>(word);
    const std::string rest(trimmed(std::string_view(line.text).substr(word.size())));
    if (!number || rest.empty()) line.refuse("\"" + line.text + "\", expected a number and a text");
    const auto [first, is_new] = numbered.emplace(*number, line);
    if (!is_new)
      line.refuse(support::to_text(*number) + " is the number of line " +
                  support::to_text(first->second.number) + " already");
    first->second.text = rest;
  }
  return numbered;
}

}  // namespace transfer
