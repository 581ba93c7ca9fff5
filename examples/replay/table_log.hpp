#pragma once

#include "formats/table_reader.hpp"
#include "line_log.hpp"
#include "lines_buffer.hpp"

#include <cstddef>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace replay_tool {

/// A table, or one loss per line.
class TableLog final : public LineLog {
 public:
  /// Throws csv::MissingColumn like open_line_log.
  TableLog(std::unique_ptr<LinesBuffer> buffer, Source source, const Wanted& wanted,
           bool rates_required);

  const std::string& note() const override { return reader_.note(); }

 private:
  std::optional<Entry> read() override;

  std::unique_ptr<LinesBuffer> buffer_;
  std::istream in_;
  TableReader reader_;
  std::vector<std::size_t> columns_;  // that are read: first the loss, last the rate
  Entry entry_;
};

}  // namespace replay_tool
