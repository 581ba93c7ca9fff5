#pragma once

#include "formats/named_lines.hpp"

#include <string_view>

namespace replay_tool {

/// The form of the lines that a trainer prints.
struct LinePattern {
  /// Text that occurs in the line. {name} stands for a number with this name, {#} for a whole number
  /// that is part of the step, {=} for the number before it again, and {_} for any other number. A
  /// blank stands for any number of blanks, and * for anything without a blank. A line that begins with
  /// a number has it at the start of the line.
  std::string_view line;
  /// If not empty: what separates the pairs of a name and a number that follow, such as "loss: 2.5".
  std::string_view between{};
  std::string_view prefix{};  ///< of the names in these pairs
  /// Whether it is a state of a progress bar, which counts unless the next one overwrites it. A program
  /// that prints between the states leaves more than one, with the same numbers: in each step, a name
  /// counts once.
  bool is_state = false;
  bool begins_bars = false;  ///< whether the states that follow are those of a new step
};

/// Adds the numbers of a line that has the form. Returns whether it has.
bool match(const LinePattern& pattern, std::string_view line, LineNumbers& numbers);

}  // namespace replay_tool
