#include "formats/line_pattern.hpp"

#include "support/csv.hpp"
#include "support/from_chars.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace replay_tool {
namespace {

constexpr std::string_view blanks = " \t";

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Whether a number may be followed by this. "1.5s" and "3:20:00" are no numbers.
bool is_end(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '+'; }

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
}

/// Takes a number, which may follow blanks, from the start of the text.
std::optional<double> take_number(std::string_view& text) {
  skip_blanks(text);
  std::string_view rest = text;
  if (rest.starts_with('+')) rest.remove_prefix(1);
  double value = 0.0;
  const auto [end, error] = text::from_chars(rest, value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

/// Takes what the form describes from the start of the text.
bool take(std::string_view form, std::string_view& text, LineNumbers& numbers) {
  bool after_number = false;
  double latest = 0.0;
  while (!form.empty()) {
    after_number = form[0] == '{';
    if (after_number) {
      const std::string_view name = form.substr(1, form.find('}') - 1);
      form.remove_prefix(name.size() + 2);
      const char* const begin = text.data();
      const std::optional<double> value = take_number(text);
      if (!value || (name == "=" && *value != latest)) return false;
      if (name == "#" && *value != std::trunc(*value)) return false;
      latest = *value;
      if (name == "#")
        numbers.step.append(csv::trimmed({begin, static_cast<std::size_t>(text.data() - begin)})) +=
            ' ';
      else if (name != "_" && name != "=")
        numbers.values.emplace_back(name, *value);
    } else if (form[0] == ' ') {
      skip_blanks(form);
      skip_blanks(text);
    } else if (form[0] == '*') {
      form.remove_prefix(1);
      text.remove_prefix(std::min(text.find_first_of(blanks), text.size()));
    } else {
      if (text.empty() || text[0] != form[0]) return false;
      form.remove_prefix(1);
      text.remove_prefix(1);
    }
  }
  return !after_number || text.empty() || !is_word(text[0]);
}

/// Adds the pairs of a name and a number, as in "lr: 0.1  loss: 2.5 (2.6)".
void add_pairs(const LinePattern& pattern, std::string_view text, LineNumbers& numbers) {
  for (std::size_t sign; (sign = text.find_first_of(":=")) != text.npos;) {
    std::string_view name = text.substr(0, sign);
    if (const std::size_t end = name.rfind(pattern.between); end != name.npos)
      name.remove_prefix(end + pattern.between.size());
    name = csv::trimmed(name);
    text.remove_prefix(sign + 1);
    const std::optional<double> value = take_number(text);
    if (value && !name.empty() && (text.empty() || is_end(text[0])))
      numbers.values.emplace_back(std::string(pattern.prefix).append(name), *value);
    text.remove_prefix(std::min(text.find(pattern.between), text.size()));
  }
}

bool match_at(const LinePattern& pattern, std::string_view text, LineNumbers& numbers) {
  LineNumbers found;
  if (!take(pattern.line, text, found)) return false;
  if (!pattern.between.empty()) add_pairs(pattern, text, found);
  if (!found.step.empty()) numbers.step = std::move(found.step);
  std::move(found.values.begin(), found.values.end(), std::back_inserter(numbers.values));
  return true;
}

}  // namespace

bool match(const LinePattern& pattern, std::string_view line, LineNumbers& numbers) {
  const std::string_view start = pattern.line.substr(0, pattern.line.find_first_of("{ "));
  if (start.empty()) return match_at(pattern, line, numbers);
  for (std::size_t at = line.find(start); at != line.npos; at = line.find(start, at + 1)) {
    const bool within_word = at > 0 && is_word(line[at - 1]) && is_word(start[0]);
    if (!within_word && match_at(pattern, line.substr(at), numbers)) return true;
  }
  return false;
}

}  // namespace replay_tool
