#pragma once

#include "formats/named_lines.hpp"

#include <string_view>

namespace replay_tool {

/// The form of the lines that a trainer prints.
struct LinePattern {
  /// Text that occurs in the line. {name} stands for a number with this name, {#} for a number that is
  /// part of the step, and {_} for any other number. A blank stands for any number of blanks. A line
  /// that begins with a number has it at the start of the line.
  std::string_view line;
  /// If not empty: what separates the pairs of a name and a number that follow, such as "loss: 2.5".
  std::string_view between{};
  std::string_view prefix{};  ///< of the names in these pairs
};

/// Adds the numbers of a line that has the form. Returns whether it has.
bool match(const LinePattern& pattern, std::string_view line, LineNumbers& numbers);

}  // namespace replay_tool
