#pragma once

#include "formats/format.hpp"
#include "formats/named_lines.hpp"
#include "line_log.hpp"
#include "lines_buffer.hpp"

#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace replay_tool {

/// Lines that name their numbers.
class NamedLog final : public LineLog {
 public:
  NamedLog(std::unique_ptr<LinesBuffer> buffer, std::string name, const Format& format,
           Wanted wanted, bool rates_required);

  std::optional<Entry> next() override;
  const std::string& note() const override { return lines_->note(); }

 private:
  /// Takes the loss and the rate of a line. Returns whether there is a loss.
  bool take(const LineNumbers& numbers);
  void choose(const std::vector<std::string>& names);
  /// Keeps the names for a message.
  void remember(const std::vector<std::string>& names);
  /// Throws csv::MissingColumn.
  [[noreturn]] void fail(const std::string& missing) const;

  std::unique_ptr<LinesBuffer> buffer_;
  std::istream in_;
  std::string name_;
  std::string_view kind_;
  std::unique_ptr<NamedLines> lines_;
  Wanted wanted_;
  bool rates_required_;
  std::vector<std::string> seen_;
  std::string rate_name_;
  Entry entry_;
};

}  // namespace replay_tool
