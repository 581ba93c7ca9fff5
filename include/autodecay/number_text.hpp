#pragma once

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#if !defined(__cpp_lib_to_chars)
#include <cmath>
#include <limits>
#include <locale>
#include <sstream>
#endif

/// Locale-independent conversion between numbers and text, for saved forms, messages and programs.
namespace autodecay {

/// An arithmetic type other than bool.
template <typename T>
concept Number = std::is_arithmetic_v<T> && !std::same_as<T, bool>;

/// The shortest text that reads back as the same number.
template <Number T>
[[nodiscard]] std::string to_text(T value) {
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, result.ptr);
}

#if !defined(__cpp_lib_to_chars)
namespace detail {
/// A replacement for std::from_chars, which libc++ provides for floating-point types only since
/// version 20.
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
  // The stream reports a subnormal number as out of range, too, although it has read the number.
  const bool read = !stream.fail() || (std::isfinite(value) && value != T{0});
  stream.clear();
  return read && stream.peek() == std::istringstream::traits_type::eof();
}
}  // namespace detail
#endif

/// Reads the whole text as one number of type T. Returns false if it is not one; a leading space or
/// plus sign is not accepted.
template <Number T>
[[nodiscard]] bool parse_number(std::string_view text, T& value) {
#if !defined(__cpp_lib_to_chars)
  if constexpr (std::floating_point<T>)
    return detail::parse_floating(text, value);
  else
#endif
  {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
  }
}

}  // namespace autodecay
