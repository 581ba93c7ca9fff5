#include "formats/mlflow_format.hpp"

#include "formats/torn_line.hpp"
#include "support/csv.hpp"

#include <filesystem>
#include <istream>
#include <optional>
#include <utility>

namespace replay_tool {
namespace {

/// The value in a line; nothing if it is no line of a metric.
std::optional<double> value_of(std::string_view line) {
  constexpr std::int64_t earliest = 100'000'000'000;  // milliseconds: in 1973
  line = csv::trimmed(line);
  const auto time = csv::parse_number<std::int64_t>(csv::take_until(line, ' '));
  const auto value = csv::parse_number<double>(csv::take_until(line, ' '));
  const auto step = csv::parse_number<std::int64_t>(csv::take_until(line, ' '));
  return time && *time >= earliest && step ? value : std::nullopt;
}

class MlflowLines final : public NamedLines {
 public:
  MlflowLines(std::istream& in, std::string file)
      : in_(in),
        file_(std::move(file)),
        metric_(std::filesystem::path(file_).filename().string()) {}

  std::optional<LineNumbers> next() override {
    for (std::string line; std::getline(in_, line);) {
      ++line_;
      if (csv::trimmed(line).empty()) continue;
      if (const std::optional<double> value = value_of(line))
        return LineNumbers{"", {{metric_, *value}}};
      if (!in_.eof())
        throw csv::FileError(file_, line_,
                             "expected a time, a value and a step, got " + csv::in_quotes(line));
      note_ = note_on_torn_line(line_);
    }
    return std::nullopt;
  }

 private:
  std::istream& in_;
  std::string file_;
  std::string metric_;
  std::int64_t line_ = 0;
};

}  // namespace

bool is_mlflow_metric(std::string_view head) { return value_of(csv::first_line(head)).has_value(); }

std::unique_ptr<NamedLines> mlflow_lines(std::istream& in, const std::string& file) {
  return std::make_unique<MlflowLines>(in, file);
}

Contents read_mlflow_metric(std::istream& in, const std::string& file, const Keep& /*keep*/) {
  MlflowLines lines(in, file);
  return contents_of(lines);
}

}  // namespace replay_tool
