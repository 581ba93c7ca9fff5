#pragma once

#include <charconv>
#include <string>
#include <vector>

namespace figures {

/// A number to read, of so many significant digits, whatever the locale.
[[nodiscard]] inline std::string rounded(double value, int digits = 3) {
  char buffer[64];
  return {
      buffer,
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, digits).ptr};
}

/// The texts of some things, with commas between them.
template <typename Things, typename ToText>
[[nodiscard]] std::string listed(const Things& things, const ToText& to_text) {
  std::string text;
  for (const auto& thing : things) text += (text.empty() ? "" : ", ") + to_text(thing);
  return text;
}

[[nodiscard]] inline std::string listed(const std::vector<double>& values) {
  return listed(values, [](double value) { return rounded(value); });
}

}  // namespace figures
