#pragma once

#include <charconv>
#include <concepts>
#include <stdexcept>
#include <string>
#include <string_view>

namespace autodecay::detail {

/// The shortest text that reads back as the same number.
template <typename Number>
[[nodiscard]] std::string to_text(Number value) {
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, result.ptr);
}

/// Throws std::invalid_argument "owner: option must be <allowed>, got <value>" unless `accepted`.
/// Callers write the accepting condition, so that NaN fails it.
template <typename Number>
constexpr void check_option(bool accepted, std::string_view owner, std::string_view option,
                            std::string_view allowed, Number value) {
  if (accepted) return;
  throw std::invalid_argument(std::string(owner) + ": " + std::string(option) + " must be " +
                              std::string(allowed) + ", got " + to_text(value));
}

}  // namespace autodecay::detail
