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
  // Most texts need no second copy. A copy of the value itself would overflow the stack if it is nested
  // deeply.
  if (value.is_discarded()) value = Json::parse(with_quoted_nonfinite(text), nullptr, false);
  return value;
}

/// Adds the numbers in an object, and in objects within it, down to a depth that no log exceeds. A text
/// may be a number.
void add_numbers(const Json& object, const std::string& prefix, int depth, std::int64_t line,
                 LineNumbers& numbers) {
  for (const auto& [key, value] : object.get_ref<const Json::object_t&>()) {
    if (value.is_number()) {
      numbers.values.emplace_back(prefix + key, value.get<double>());
    } else if (value.is_string()) {
      const std::string_view text = csv::trimmed(value.get_ref<const std::string&>());
      if (const std::optional<double> number = csv::parse_number<double>(text))
        numbers.values.emplace_back(prefix + key, *number);
      else if (!text.empty())
        numbers.texts.push_back({prefix + key, csv::shortened(text, 200), line});
    } else if (value.is_object() && depth > 0) {
      add_numbers(value, prefix + key + '.', depth - 1, line, numbers);
    }
  }
}

/// `line` is that of the object; 0 for no particular one.
LineNumbers numbers_in(const Json& object, std::int64_t line) {
  constexpr int depth = 3;
  LineNumbers numbers;
  add_numbers(object, "", depth, line, numbers);
  return numbers;
}

/// The list log_history of a trainer_state.json; null if the document has no such list.
const Json::array_t* history_in(const Json& state) {
  const auto* const object = state.get_ptr<const Json::object_t*>();
  if (object == nullptr) return nullptr;
  const auto found = object->find("log_history");
  return found == object->end() ? nullptr : found->second.get_ptr<const Json::array_t*>();
}

class JsonLines final : public NamedLines {
 public:
  JsonLines(std::istream& in, std::string file) : in_(in), file_(std::move(file)) {}

  std::optional<LineNumbers> next() override {
    for (std::string line; std::getline(in_, line);) {
      ++line_;
      if (csv::trimmed(line).empty()) continue;
      const Json object = parsed(line);
      if (object.is_object()) return numbers_in(object, line_);
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
  return csv::first_line(head).starts_with('{') && head.find("\"log_history\"") != head.npos;
}

Contents read_trainer_state(std::istream& in, const std::string& file, const Keep& /*keep*/) {
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const Json state = parsed(text);
  const Json::array_t* const history = history_in(state);
  if (history == nullptr)
    throw csv::FileError(file, "expected a JSON document with a list log_history");
  Contents contents;
  SeriesByName series;
  for (const Json& entry : *history) {
    if (!entry.is_object() || entry.contains("train_runtime")) continue;
    series.add(numbers_in(entry, 0), static_cast<std::int64_t>(contents.rows++));
  }
  contents.series = std::move(series).take();
  return contents;
}

bool is_json_lines(std::string_view head) {
  const std::string_view line = csv::first_line(head);
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
