#include "formats/json_format.hpp"

#include "formats/torn_line.hpp"
#include "support/csv.hpp"

#include <istream>
#include <iterator>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

namespace replay_tool {
namespace {

using Json = nlohmann::json;

/// The text with NaN, Infinity and -Infinity in quotes.
std::string with_quoted_nonfinite(std::string_view text) {
  std::string result;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (rest[0] == '"') in_string = !in_string;
    if (in_string && rest[0] == '\\' && rest.size() > 1) {
      result += rest.substr(0, 2);
      ++i;
      continue;
    }
    std::string_view word;
    for (const std::string_view nonfinite : {"NaN", "Infinity", "-Infinity"})
      if (!in_string && rest.starts_with(nonfinite)) word = nonfinite;
    if (word.empty()) {
      result += rest[0];
    } else {
      ((result += '"') += word) += '"';
      i += word.size() - 1;
    }
  }
  return result;
}

/// The value; a discarded one if the text is no JSON.
Json parsed(std::string_view text) {
  Json value = Json::parse(text, nullptr, false);
  // Most texts need no second copy.
  return value.is_discarded() ? Json::parse(with_quoted_nonfinite(text), nullptr, false) : value;
}

/// A number, or a text that is one; nothing otherwise.
std::optional<double> number_in(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) return csv::parse_number<double>(value.get_ref<const std::string&>());
  return std::nullopt;
}

/// Adds the numbers in an object, and in objects within it, down to a depth that no log exceeds.
void add_numbers(const Json& object, const std::string& prefix, int depth, LineNumbers& numbers) {
  for (const auto& [key, value] : object.items()) {
    if (const std::optional<double> number = number_in(value))
      numbers.values.emplace_back(prefix + key, *number);
    else if (value.is_object() && depth > 0)
      add_numbers(value, prefix + key + '.', depth - 1, numbers);
  }
}

LineNumbers numbers_in(const Json& object) {
  constexpr int depth = 3;
  LineNumbers numbers;
  add_numbers(object, "", depth, numbers);
  return numbers;
}

class JsonLines final : public NamedLines {
 public:
  JsonLines(std::istream& in, std::string file) : in_(in), file_(std::move(file)) {}

  std::optional<LineNumbers> next() override {
    for (std::string line; std::getline(in_, line);) {
      ++line_;
      if (csv::trimmed(line).empty()) continue;
      const Json object = parsed(line);
      if (object.is_object()) return numbers_in(object);
      if (!in_.eof()) throw csv::FileError(file_, line_, "expected a JSON object");
      note_ = note_on_torn_line(line_);
    }
    return std::nullopt;
  }

 private:
  std::istream& in_;
  std::string file_;
  std::int64_t line_ = 0;
};

}  // namespace

bool is_trainer_state(std::string_view head) {
  return csv::trimmed(head.substr(0, head.find('\n'))).starts_with('{') &&
         head.find("\"log_history\"") != head.npos;
}

Contents read_trainer_state(std::istream& in, const std::string& file, const Keep& /*keep*/) {
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const Json state = parsed(text);
  const auto history = state.is_object() ? state.find("log_history") : state.end();
  if (history == state.end() || !history->is_array())
    throw csv::FileError(file, "expected a JSON document with a list log_history");
  Contents contents;
  SeriesByName series;
  for (const Json& entry : *history) {
    if (!entry.is_object() || entry.contains("train_runtime")) continue;
    series.add(numbers_in(entry), static_cast<std::int64_t>(contents.rows++));
  }
  contents.series = std::move(series).take();
  return contents;
}

bool is_json_lines(std::string_view head) {
  const std::string_view line = csv::trimmed(head.substr(0, head.find('\n')));
  return line.starts_with('{') && parsed(line).is_object();
}

std::unique_ptr<NamedLines> json_lines(std::istream& in, const std::string& file) {
  return std::make_unique<JsonLines>(in, file);
}

Contents read_json_lines(std::istream& in, const std::string& file, const Keep& /*keep*/) {
  JsonLines lines(in, file);
  return contents_of(lines);
}

}  // namespace replay_tool
