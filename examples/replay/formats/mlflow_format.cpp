#include "formats/mlflow_format.hpp"

#include "csv/csv.hpp"
#include "formats/torn_line.hpp"

#include <filesystem>
#include <istream>
#include <optional>

namespace replay_tool {
namespace {

std::string_view take_word(std::string_view& line) {
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(std::min(word.size() + 1, line.size()));
  return word;
}

/// The value in a line; nothing if it is no line of a metric.
std::optional<double> value_of(std::string_view line) {
  constexpr std::int64_t earliest = 100'000'000'000;  // milliseconds: in 1973
  line = csv::trimmed(line);
  const auto time = csv::parse_number<std::int64_t>(take_word(line));
  const auto value = csv::parse_number<double>(take_word(line));
  const auto step = csv::parse_number<std::int64_t>(take_word(line));
  return time && *time >= earliest && step ? value : std::nullopt;
}

}  // namespace

bool is_mlflow_metric(std::string_view head) {
  return value_of(head.substr(0, head.find('\n'))).has_value();
}

Contents read_mlflow_metric(std::istream& in, const std::string& file, const Keep& /*keep*/) {
  Contents contents;
  Series& series = contents.series.emplace_back(std::filesystem::path(file).filename().string());
  std::int64_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (csv::trimmed(line).empty()) continue;
    const std::optional<double> value = value_of(line);
    if (!value && in.eof()) {
      contents.note = note_on_torn_line(number);
      break;
    }
    if (!value)
      throw csv::FileError(file, number,
                           "expected a time, a value and a step, got \"" + line + '"');
    series.add(static_cast<std::int64_t>(contents.rows++), *value);
  }
  return contents;
}

}  // namespace replay_tool
