#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace replay_tool {

/// The numbers of a line, each with its name.
struct LineNumbers {
  std::string step;  ///< of which the numbers are; empty if the line does not say
  std::vector<std::pair<std::string, double>> values;
};

/// Reads a format of lines that name their numbers, as they arrive.
class NamedLines {
 public:
  virtual ~NamedLines() = default;

  /// Waits for the next line that has numbers or a step, and returns them. Returns nothing at the
  /// end. Throws csv::FileError for a line that does not have the format.
  [[nodiscard]] virtual std::optional<LineNumbers> next() = 0;

  /// Says that a torn last line was ignored; empty if none was.
  [[nodiscard]] const std::string& note() const { return note_; }

 protected:
  std::string note_;
};

}  // namespace replay_tool
