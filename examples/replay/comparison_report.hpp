#pragma once

#include "comparison.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace replay_tool {

/// What the contenders of a comparison would have done on a log.
struct Comparison {
  std::string log;     ///< its name
  std::string column;  ///< what the losses are
  std::int64_t observations = 0;
  std::size_t stages = 0;  ///< recorded ones
  bool has_rates = false;  ///< without them, the whole log is taken for one stage
  std::vector<Performance> performances;

  /// What a contender saves on average, as a share; nothing without a recorded stage.
  [[nodiscard]] std::optional<double> saved_by(const Performance& performance) const;
};

/// "75 decay, 86 stop"; of more than five decisions, only the first four.
[[nodiscard]] std::string decisions_text(const Performance& performance);

/// Prints a table, a row per contender, with what a recorded stage saves on average.
void print_table(std::ostream& out, const Comparison& comparison);

/// Prints one JSON object per contender, on a line.
void print_json(std::ostream& out, const Comparison& comparison);

/// "5.1 %", with one decimal, or "undefined".
[[nodiscard]] std::string percent(std::optional<double> share);

}  // namespace replay_tool
