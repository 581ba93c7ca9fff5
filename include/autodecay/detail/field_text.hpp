#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <autodecay/number_text.hpp>
#include <autodecay/options.hpp>

/// The text of one saved value: "0.5", "true", "first_level", "1 2 3", a string with \n escaped.
namespace autodecay::detail {

/// A value that is one word of the saved form.
template <typename T>
concept Scalar = std::is_arithmetic_v<T> || NamedEnum<T>;

template <typename T>
inline constexpr bool is_scalar_array = false;
template <Scalar T, std::size_t N>
inline constexpr bool is_scalar_array<std::array<T, N>> = true;

template <typename T>
concept OptionalScalar =
    Scalar<typename T::value_type> && std::same_as<T, std::optional<typename T::value_type>>;

/// A container that grows at its end, such as std::vector and std::deque.
template <typename T>
concept Sequence = !std::same_as<T, std::string> && requires(T & sequence) {
  sequence.clear();
  sequence.push_back(typename T::value_type{});
}
&&(Scalar<typename T::value_type> || is_scalar_array<typename T::value_type>);

template <Scalar T>
void append_text(std::string& text, T value) {
  if constexpr (std::same_as<T, bool>)
    text += value ? "true" : "false";
  else
    text += value_text(value);
}

template <Scalar T>
[[nodiscard]] bool parse_text(std::string_view text, T& value) {
  if constexpr (std::same_as<T, bool>) {
    value = text == "true";
    return value || text == "false";
  } else if constexpr (NamedEnum<T>) {
    const auto names = names_of(value);
    const auto name = std::find(names.begin(), names.end(), text);
    value = static_cast<T>(name - names.begin());
    return name != names.end();
  } else {
    return parse_number(text, value);
  }
}

/// The string with backslashes, newlines and other control characters escaped: one line.
inline void append_text(std::string& text, const std::string& value) {
  for (const char c : value) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '\\')
      text += "\\\\";
    else if (code >= 32 && code != 127)
      text += c;
    else
      text.append("\\x").append({"0123456789abcdef"[code >> 4], "0123456789abcdef"[code & 15]});
  }
}

[[nodiscard]] inline bool parse_text(std::string_view text, std::string& value) {
  constexpr std::string_view digits = "0123456789abcdef";
  value.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      value += text[i];
    } else if (text.substr(i, 2) == "\\\\") {
      value += text[i++];
    } else {
      if (text.substr(i, 2) != "\\x" || i + 3 >= text.size()) return false;
      const std::size_t high = digits.find(text[i + 2]);
      const std::size_t low = digits.find(text[i + 3]);
      if (high == digits.npos || low == digits.npos) return false;
      value += static_cast<char>(high * 16 + low);
      i += 3;
    }
  }
  return true;
}

/// Takes the first word off the text. A space after the last word is left, for the caller to refuse.
inline std::string_view take_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  if (text.size() > 1) text.remove_prefix(1);
  return word;
}

/// The remainder of each byte, divided by zlib's polynomial (ISO-HDLC, reflected 0xEDB88320).
inline constexpr std::array<std::uint32_t, 256> crc32_remainders = [] {
  std::array<std::uint32_t, 256> remainders{};
  for (std::uint32_t byte = 0; byte < remainders.size(); ++byte) {
    std::uint32_t& remainder = remainders[byte] = byte;
    for (int bit = 0; bit < 8; ++bit)
      remainder = (remainder >> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
  }
  return remainders;
}();

/// zlib's CRC-32, as eight hexadecimal digits.
[[nodiscard]] inline std::string crc32(std::string_view text) {
  std::uint32_t crc = 0xffffffff;
  for (const char byte : text)
    crc = (crc >> 8) ^ crc32_remainders[(crc ^ static_cast<unsigned char>(byte)) & 0xff];
  crc = ~crc;
  std::string digits(8, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, crc >>= 4)
    *digit = "0123456789abcdef"[crc & 15];
  return digits;
}

}  // namespace autodecay::detail
