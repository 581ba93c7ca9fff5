#include "support/csv_rows.hpp"

#include "support/csv.hpp"

#include <algorithm>
#include <istream>
#include <utility>

namespace csv {
namespace {

/// The separator that occurs most often in a line. Of several, it is the first of these.
char separator_of(std::string_view line) {
  constexpr std::string_view candidates = ",;\t";
  return *std::max_element(candidates.begin(), candidates.end(), [&](char a, char b) {
    return std::count(line.begin(), line.end(), a) < std::count(line.begin(), line.end(), b);
  });
}

std::string name_of(char separator) {
  if (separator == ',') return "a comma";
  return separator == ';' ? "a semicolon" : "a tab";
}

}  // namespace

Rows::Rows(std::istream& in, std::string file, char separator)
    : in_(in), file_(std::move(file)), separator_(separator) {}

bool Rows::next() {
  do {
    if (!next_line()) return false;
  } while (trimmed(line_text_).empty());
  text_.swap(line_text_);
  first_line_ = line_;
  if (separator_ == '\0') separator_ = separator_of(text_);
  split();
  return true;
}

bool Rows::next_line() {
  if (!std::getline(in_, line_text_)) return false;
  complete_ = !in_.eof();
  ++line_;
  return true;
}

void Rows::check_width(std::size_t columns) const {
  if (cells_.size() != columns)
    throw FileError(file_, first_line_,
                    "expected " + std::to_string(columns) + " cells as in the header, got " +
                        std::to_string(cells_.size()));
}

void Rows::split() {
  parts_.clear();
  // A tab that separates is not a blank.
  const std::string_view blanks = separator_ == '\t' ? " \r" : " \t\r";
  std::size_t end = 0;
  for (std::size_t begin = 0;; begin = end + 1) {
    begin = std::min(text_.find_first_not_of(blanks, begin), text_.size());
    end = begin < text_.size() && text_[begin] == '"' ? quoted_cell(begin + 1) : plain_cell(begin);
    if (end == text_.size()) break;
  }
  cells_.clear();
  for (const Part& part : parts_)
    cells_.push_back(std::string_view(text_).substr(part.begin, part.end - part.begin));
}

std::size_t Rows::end_of_cell(std::size_t begin) const {
  return std::min(text_.find(separator_, begin), text_.size());
}

std::size_t Rows::plain_cell(std::size_t begin) {
  const std::size_t end = end_of_cell(begin);
  std::size_t last = end;
  while (last > begin &&
         (text_[last - 1] == ' ' || text_[last - 1] == '\t' || text_[last - 1] == '\r'))
    --last;
  parts_.push_back({begin, last});
  return end;
}

/// Moves the contents of a quoted cell together, over the doubled quotes.
std::size_t Rows::quoted_cell(std::size_t begin) {
  const std::int64_t opened = line_;
  std::size_t written = begin;
  std::size_t rest = begin;
  while (true) {
    std::size_t quote = text_.find('"', rest);
    while (quote == text_.npos) {
      const std::size_t searched = text_.size();
      if (!next_line()) throw FileError(file_, opened, "a double quote is never closed");
      (text_ += '\n') += line_text_;
      quote = text_.find('"', searched);
    }
    std::copy(text_.begin() + static_cast<std::ptrdiff_t>(rest),
              text_.begin() + static_cast<std::ptrdiff_t>(quote),
              text_.begin() + static_cast<std::ptrdiff_t>(written));
    written += quote - rest;
    rest = quote + 1;
    if (rest == text_.size() || text_[rest] != '"') break;
    text_[written++] = '"';
    ++rest;
  }
  parts_.push_back({begin, written});
  const std::size_t end = end_of_cell(rest);
  const std::string_view after = trimmed(std::string_view(text_).substr(rest, end - rest));
  if (!after.empty())
    throw FileError(
        file_, line_,
        "expected " + name_of(separator_) + " after a closing quote, got " + in_quotes(after));
  return end;
}

}  // namespace csv
