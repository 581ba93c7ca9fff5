#pragma once

#include "formats/format.hpp"
#include "formats/named_lines.hpp"
#include "line_log.hpp"
#include "lines_buffer.hpp"

#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace replay_tool {

/// Lines that name their numbers.
class NamedLog final : public LineLog {
 public:
  NamedLog(std::unique_ptr<LinesBuffer> buffer, Source source, const Format& format,
           const Wanted& wanted, bool rates_required);

  const std::string& note() const override { return lines_->note(); }

 private:
  std::optional<Entry> read() override;
  /// Takes the loss and the rate of a line. Returns whether there is a loss. Throws csv::FileError for
  /// text in place of the loss.
  bool take(const LineNumbers& numbers);
  /// Chooses among the numbers of a line, and keeps what a message may need.
  void choose_among(const LineNumbers& numbers);
  /// Whether these may be all numbers of the log.
  [[nodiscard]] bool alone() const { return source_.kind == "metric"; }

  std::unique_ptr<LinesBuffer> buffer_;
  std::istream in_;
  std::unique_ptr<NamedLines> lines_;
  std::vector<std::string> seen_;  // names
  std::vector<NamedText> texts_;   // one per name, until there is a loss
  Entry entry_;
};

}  // namespace replay_tool
