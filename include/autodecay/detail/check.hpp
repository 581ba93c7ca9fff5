#pragma once

#include <charconv>
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

/// Throws std::invalid_argument "owner: option must be <allowed>, got <value>".
[[noreturn]] inline void refuse(std::string_view owner, std::string_view option,
                                std::string_view allowed, std::string_view value) {
  throw std::invalid_argument(std::string(owner) + ": " + std::string(option) + " must be " +
                              std::string(allowed) + ", got " + std::string(value));
}

/// Refuses the value unless it is accepted. Callers write the accepting condition, so that NaN fails.
template <typename Number>
void check_option(bool accepted, std::string_view owner, std::string_view option,
                  std::string_view allowed, Number value) {
  if (!accepted) refuse(owner, option, allowed, to_text(value));
}

}  // namespace autodecay::detail
