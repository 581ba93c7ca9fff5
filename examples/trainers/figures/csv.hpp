#pragma once

#include "trainer/files.hpp"
#include "trainer/text.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace figures {

/// A table of comma-separated values. Numbers are written in the shortest form that reads back as
/// the same number, whatever the locale; texts as they are, so that they must hold no comma.
class Csv {
 public:
  /// The header: the names of the columns, separated by commas.
  explicit Csv(std::string_view header) : text_(header) { text_ += '\n'; }

  /// Numbers, texts and vectors of numbers.
  template <typename... Cells>
  void row(const Cells&... cells) {
    (add(cells), ...);
    text_.back() = '\n';
  }

  /// A blank line, by which gnuplot tells the lines of a grid apart.
  void gap() { text_ += '\n'; }

  /// Replaces the file as a whole. Throws std::system_error that names it.
  void write(const std::filesystem::path& file) const { trainer::write_atomically(file, {text_}); }

 private:
  template <typename Cell>
  void add(const Cell& cell) {
    if constexpr (std::is_arithmetic_v<Cell>)
      text_ += trainer::to_text(cell);
    else
      text_ += cell;
    text_ += ',';
  }
  void add(const std::vector<double>& cells) {
    for (const double cell : cells) add(cell);
  }

  std::string text_;
};

}  // namespace figures
