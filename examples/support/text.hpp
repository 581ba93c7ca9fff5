#pragma once

#include <cmath>
#include <concepts>
#include <ios>
#include <locale>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <autodecay/number_text.hpp>

namespace support {

/// The shortest text that reads back as the same number, whatever the locale.
template <typename Number>
requires std::integral<Number> || std::floating_point<Number>
[[nodiscard]] std::string to_text(Number value) {
  if constexpr (std::floating_point<Number>)
    if (std::isnan(value)) return "nan";  // whatever its sign
  return autodecay::to_text(value);
}

/// The number in a form of the standard's streams, which libc++ writes before version 14 too.
[[nodiscard]] inline std::string formatted(double value, std::ios::fmtflags form, int digits) {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text.setf(form, std::ios::floatfield);
  text.precision(digits);
  text << value;
  return text.str();
}

/// The number with this many digits after the decimal point.
[[nodiscard]] inline std::string to_text(double value, int decimals) {
  return formatted(value, std::ios::fixed, decimals);
}

/// The number with this many significant digits.
[[nodiscard]] inline std::string rounded(double value, int digits = 3) {
  return formatted(value, std::ios::fmtflags{}, digits);
}

/// The texts of a range's elements, joined by a separator.
template <typename Things, typename ToText>
[[nodiscard]] std::string joined(const Things& things, const std::string& separator,
                                 const ToText& text_of) {
  std::string text;
  for (const auto& thing : things) text += (text.empty() ? "" : separator) + text_of(thing);
  return text;
}

[[nodiscard]] inline std::string joined(const std::vector<std::string>& texts,
                                        const std::string& separator) {
  return joined(texts, separator, [](const std::string& text) { return text; });
}

/// A number of things: "1 log" or "3 logs".
template <std::integral Count>
[[nodiscard]] std::string count_of(Count count, const std::string& what) {
  return autodecay::to_text(count) + ' ' + what + (count == 1 ? "" : "s");
}

/// What `stream << value` prints, with this many significant digits.
template <typename Value>
[[nodiscard]] std::string printed(const Value& value, int digits = 6) {
  std::ostringstream stream;
  stream.precision(digits);
  stream << value;
  return std::move(stream).str();
}

}  // namespace support
