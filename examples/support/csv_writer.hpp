#pragma once

#include "support/csv.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace csv {

/// A table of comma-separated values. Numbers are written in the shortest form that reads back as
/// the same number, whatever the locale. Texts that Rows would not read back otherwise are quoted.
class Writer {
 public:
  /// The header: the names of the columns, separated by commas.
  explicit Writer(std::string_view header) : text_(header) { text_ += '\n'; }

  /// Numbers, texts and vectors of them.
  template <typename... Cells>
  void row(const Cells&... cells) {
    (add(cells), ...);
    text_.back() = '\n';
  }

  /// A blank line, which separates the lines of a grid for gnuplot.
  void gap() { text_ += '\n'; }

  [[nodiscard]] const std::string& text() const { return text_; }

  /// Replaces the file atomically. Throws std::system_error that names it.
  void write(const std::filesystem::path& file) const { support::write_atomically(file, {text_}); }

 private:
  template <typename Cell>
  void add(const Cell& cell) {
    if constexpr (std::is_arithmetic_v<Cell>)
      text_ += support::to_text(cell);
    else
      add_text(cell);
    text_ += ',';
  }
  template <typename Cell>
  void add(const std::vector<Cell>& cells) {
    for (const Cell& cell : cells) add(cell);
  }
  void add_text(std::string_view cell) {
    if (cell.find_first_of(",\"\r\n") == cell.npos && trimmed(cell) == cell) {
      text_ += cell;
      return;
    }
    text_ += '"';
    for (const char letter : cell)
      text_ += letter == '"' ? std::string("\"\"") : std::string{letter};
    text_ += '"';
  }

  std::string text_;
};

}  // namespace csv
