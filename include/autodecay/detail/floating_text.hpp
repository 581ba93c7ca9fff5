#pragma once

#include <cmath>
#include <concepts>
#include <cstdlib>
#include <ios>
#include <limits>
#include <locale>
#include <sstream>
#include <string>
#include <string_view>

/// Replacements for standard libraries without <charconv> for floating-point types: libc++ reads
/// them since version 20, and writes them since version 14. Both are independent of the locale.
namespace autodecay::detail {

/// Does what std::from_chars does with the whole text.
template <std::floating_point T>
[[nodiscard]] bool parse_floating(std::string_view text, T& value) {
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  if (digits == "inf" || digits == "nan") {
    value =
        digits == "inf" ? std::numeric_limits<T>::infinity() : std::numeric_limits<T>::quiet_NaN();
    if (negative) value = -value;
    return true;
  }
  if (digits.empty() || digits.find_first_not_of("0123456789.e+-") != digits.npos ||
      digits.starts_with('+') || digits.starts_with('-'))
    return false;
  std::istringstream stream{std::string(text)};
  stream.imbue(std::locale::classic());
  stream >> value;
  // libc++ reports a subnormal number as out of range, although it has read the number; libstdc++
  // does not report a number that vanishes.
  const bool vanished =
      value == T{0} && digits.substr(0, digits.find('e')).find_first_of("123456789") != digits.npos;
  const bool subnormal = std::abs(value) < (std::numeric_limits<T>::min)() && value != T{0};
  const bool read = (!stream.fail() && !vanished) || subnormal;
  stream.clear();
  return read && stream.peek() == std::istringstream::traits_type::eof();
}

template <std::floating_point T>
[[nodiscard]] std::string formatted(T value, std::ios::fmtflags form, int decimals) {
  std::ostringstream stream;
  stream.imbue(std::locale::classic());
  stream.setf(form, std::ios::floatfield);
  stream.precision(decimals);
  stream << value;
  return std::move(stream).str();
}

/// Does what std::to_chars does: the shortest text that reads back as the value, and of two such
/// texts the one without an exponent. Costs up to 17 attempts.
template <std::floating_point T>
[[nodiscard]] std::string floating_text(T value) {
  if (std::isnan(value)) return std::signbit(value) ? "-nan" : "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  int decimals = 0;
  std::string scientific = formatted(value, std::ios::scientific, decimals);
  for (T read{}; !parse_floating(scientific, read) || read != value;)
    scientific = formatted(value, std::ios::scientific, ++decimals);
  const int exponent = std::atoi(scientific.c_str() + scientific.find('e') + 1);
  const std::string fixed =
      formatted(value, std::ios::fixed, decimals > exponent ? decimals - exponent : 0);
  return fixed.size() <= scientific.size() ? fixed : scientific;
}

}  // namespace autodecay::detail
