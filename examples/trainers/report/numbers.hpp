#pragma once

#include <charconv>
#include <string>

namespace report {

/// Formats a number for reading, with `digits` significant digits, whatever the locale.
[[nodiscard]] inline std::string rounded(double value, int digits = 3) {
  char buffer[64];
  return {
      buffer,
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, digits).ptr};
}

}  // namespace report
