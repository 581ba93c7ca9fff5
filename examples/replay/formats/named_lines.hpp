#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace replay_tool {

/// A text where there may be a number.
struct NamedText {
  std::string name;
  std::string text;       ///< shortened for a message
  std::int64_t line = 0;  ///< of the file; 0 for no particular one
};

/// The numbers of a line, each with its name.
struct LineNumbers {
  std::string step{};  ///< of which the numbers are; empty if the line does not say
  std::vector<std::pair<std::string, double>> values{};
  std::vector<NamedText> texts{};  ///< which are an error where a number is wanted
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
