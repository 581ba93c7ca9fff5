#pragma once

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#if !defined(__cpp_lib_to_chars)
#include <autodecay/detail/floating_text.hpp>
#endif

/// Locale-independent conversion between numbers and text, for saved forms, messages and programs.
namespace autodecay {

/// An arithmetic type other than bool.
template <typename T>
concept Number = std::is_arithmetic_v<T> && !std::same_as<T, bool>;

/// The shortest text that reads back as the same number.
template <Number T>
[[nodiscard]] std::string to_text(T value) {
#if defined(_LIBCPP_VERSION) && _LIBCPP_VERSION < 14000
  if constexpr (std::floating_point<T>)
    return detail::floating_text(value);
  else
#endif
  {
    char buffer[32];
    const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
    return std::string(buffer, result.ptr);
  }
}

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
