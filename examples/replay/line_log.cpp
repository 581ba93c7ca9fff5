#include "line_log.hpp"

#include "csv/csv.hpp"
#include "formats/event_format.hpp"
#include "formats/format.hpp"
#include "formats/json_format.hpp"
#include "formats/mlflow_format.hpp"
#include "formats/printed_format.hpp"
#include "formats/table_format.hpp"
#include "formats/table_reader.hpp"
#include "lines_buffer.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace replay_tool {
namespace {

/// A table, or one loss per line.
class TableLog final : public LineLog {
 public:
  TableLog(std::unique_ptr<LinesBuffer> buffer, const std::string& name, const Wanted& wanted,
           bool rates_required)
      : buffer_(std::move(buffer)), in_(buffer_.get()), reader_(in_, name) {
    const std::vector<std::string>& names = reader_.names();
    const auto missing = [&](const std::string& what) {
      return csv::MissingColumn(name, reader_.header_line(),
                                "no column " + what + "; there are " + listed(names));
    };
    if (names.size() == 1) first_ = csv::parse_number<double>(names[0]);
    if (first_) reader_.name_column("loss");
    const std::optional<std::size_t> loss = first_ ? 0
                                            : wanted.column.empty()
                                                ? likeliest(names, Quantity::loss)
                                                : named(names, wanted.column);
    if (!loss)
      throw missing(wanted.column.empty() ? "looks like a loss: --column must name it"
                                          : wanted.column);
    if (!first_) {
      column_ = names[*loss];
      choice_ = choice_of(names, *loss, wanted, "column");
    }
    columns_.push_back(*loss);
    if (const auto rate = likeliest(names, Quantity::learning_rate))
      columns_.push_back(*rate);
    else if (rates_required)
      throw missing("learning_rate");
  }

  std::optional<Entry> next() override {
    if (first_) {
      entry_.loss = *std::exchange(first_, std::nullopt);
      return entry_;
    }
    while (reader_.next(columns_)) {
      if (columns_.size() > 1) {
        const std::optional<double> rate = reader_.values()[1];
        if (rate && std::isfinite(*rate)) entry_.rate = *rate;
      }
      if (const std::optional<double> loss = reader_.values()[0]) {
        entry_.loss = *loss;
        return entry_;
      }
    }
    return std::nullopt;
  }

  const std::string& note() const override { return reader_.note(); }

 private:
  std::unique_ptr<LinesBuffer> buffer_;
  std::istream in_;
  TableReader reader_;
  std::vector<std::size_t> columns_;  // of the loss and, if there is one, of the rate
  std::optional<double> first_;       // of plain numbers, until next() has returned it
  Entry entry_;
};

/// Lines that name their numbers.
class NamedLog final : public LineLog {
 public:
  NamedLog(std::unique_ptr<LinesBuffer> buffer, std::string name, const Format& format,
           Wanted wanted, bool rates_required)
      : buffer_(std::move(buffer)),
        in_(buffer_.get()),
        name_(std::move(name)),
        kind_(format.series),
        lines_(format.lines(in_, name_)),
        wanted_(std::move(wanted)),
        rates_required_(rates_required) {}

  std::optional<Entry> next() override {
    while (const std::optional<LineNumbers> numbers = lines_->next())
      if (take(*numbers)) return entry_;
    if (column_.empty())
      throw missing(wanted_.column.empty() ? "looks like a loss: --column must name it"
                                           : wanted_.column);
    return std::nullopt;
  }

  const std::string& note() const override { return lines_->note(); }

 private:
  /// Takes the loss and the rate of a line. Returns whether there is a loss.
  bool take(const LineNumbers& numbers) {
    std::vector<std::string> names;
    for (const auto& [name, value] : numbers.values) names.push_back(name);
    remember(names);
    if (rate_name_.empty())
      if (const auto rate = likeliest(names, Quantity::learning_rate)) rate_name_ = names[*rate];
    if (column_.empty()) choose(names);
    bool has_loss = false;
    for (const auto& [name, value] : numbers.values) {
      if (name == rate_name_ && std::isfinite(value)) entry_.rate = value;
      if (name != column_ || has_loss) continue;
      entry_.loss = value;
      has_loss = true;
    }
    if (has_loss && rates_required_ && std::isnan(entry_.rate)) throw missing("learning_rate");
    return has_loss;
  }

  void choose(const std::vector<std::string>& names) {
    const std::optional<std::size_t> loss = !wanted_.column.empty() ? named(names, wanted_.column)
                                            : kind_ == "metric" && names.size() == 1
                                                ? 0
                                                : likeliest(names, Quantity::loss);
    if (!loss) return;
    column_ = names[*loss];
    choice_ = choice_of(names, *loss, wanted_, kind_);
    if (choice_.empty() && wanted_.column.empty() && kind_ != "metric")
      choice_ = "takes the " + std::string(kind_) + ' ' + column_ +
                ", the first that looks like a loss; --column can name another";
  }

  /// Keeps the names for a message.
  void remember(const std::vector<std::string>& names) {
    if (!column_.empty()) return;
    for (const std::string& name : names)
      if (std::find(seen_.begin(), seen_.end(), name) == seen_.end()) seen_.push_back(name);
  }

  [[nodiscard]] csv::MissingColumn missing(const std::string& what) const {
    return {name_, "no " + std::string(kind_) + ' ' + what + "; there are " + listed(seen_)};
  }

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

const Format& format_with(std::unique_ptr<NamedLines> (*lines)(std::istream&, const std::string&)) {
  return *std::find_if(formats().begin(), formats().end(),
                       [&](const Format& format) { return format.lines == lines; });
}

/// Whether a cell of the row is a number.
bool has_number(std::string_view row) {
  for (std::size_t end = 0; !row.empty(); row.remove_prefix(std::min(end + 1, row.size()))) {
    end = std::min(row.find_first_of(",;\t"), row.size());
    if (csv::parse_number<double>(csv::trimmed(row.substr(0, end)))) return true;
  }
  return false;
}

/// The format of lines; null for a table or plain numbers. Throws csv::FileError.
const Format* format_of_lines(LinesBuffer& buffer, const std::string& name) {
  std::size_t lines = 0;  // that are not blank
  while (buffer.kept().size() < head_size && buffer.look_ahead()) {
    const std::string_view line =
        csv::trimmed(buffer.latest().substr(0, buffer.latest().find('\n')));
    if (line.empty()) continue;
    if (++lines == 1) {
      if (is_json_lines(line)) return &format_with(json_lines);
      if (is_mlflow_metric(line)) return &format_with(mlflow_lines);
      if (csv::parse_number<double>(line)) return nullptr;
      if (line.starts_with("\x1f\x8b"))
        throw csv::FileError(name, "is compressed by gzip: zcat can decompress it");
      if (is_events(buffer.kept()) || line == "{" || line.starts_with("{\""))
        throw csv::FileError(name, "has a format that can be read from a file alone");
    }
    if (count_printed(buffer.latest()) > 0) return &format_with(printed_lines);
    if (lines == 2 && has_number(line) && is_table(buffer.kept())) return nullptr;
  }
  if (lines == 0)
    throw csv::FileError(name, "the input is empty; expected a header of column names, or numbers");
  if (is_table(buffer.kept())) return nullptr;
  throw_unknown_format(name, buffer.kept());
}

}  // namespace

std::unique_ptr<LineLog> open_line_log(std::istream& in, const std::string& name,
                                       const Wanted& wanted, bool rates_required) {
  auto buffer = std::make_unique<LinesBuffer>(in);
  if (const Format* const format = format_of_lines(*buffer, name))
    return std::make_unique<NamedLog>(std::move(buffer), name, *format, wanted, rates_required);
  return std::make_unique<TableLog>(std::move(buffer), name, wanted, rates_required);
}

}  // namespace replay_tool
