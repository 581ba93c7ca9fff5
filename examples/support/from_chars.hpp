#pragma once

#include <charconv>
#include <concepts>
#include <string_view>
#include <system_error>
#if !defined(__cpp_lib_to_chars)
#include <cmath>

#include <fast_float/fast_float.h>
#endif

namespace text {

/// std::from_chars for the start of a text. libc++ reads floating-point numbers only since version 20;
/// before, fast_float does. A number out of the range of the type is an error in both.
template <typename Number>
[[nodiscard]] std::from_chars_result from_chars(std::string_view text, Number& value) {
  const char* const end = text.data() + text.size();
#if !defined(__cpp_lib_to_chars)
  if constexpr (std::floating_point<Number>) {
    const auto [next, error] = fast_float::from_chars(text.data(), end, value);
    const std::string_view read(text.data(), static_cast<std::size_t>(next - text.data()));
    const bool infinite = std::isinf(value) && read.find_first_of("0123456789") != read.npos;
    const bool vanished =
        value == Number{0} &&
        read.substr(0, read.find_first_of("eE")).find_first_of("123456789") != read.npos;
    return {next, infinite || vanished ? std::errc::result_out_of_range : error};
  } else
#endif
  {
    return std::from_chars(text.data(), end, value);
  }
}

}  // namespace text
