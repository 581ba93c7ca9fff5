#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

namespace support {

/// Reads the little-endian number at a position. The bytes must be long enough.
template <std::unsigned_integral Number>
[[nodiscard]] Number little_endian(std::string_view bytes, std::size_t position) {
  Number value = 0;
  for (std::size_t i = sizeof(Number); i-- > 0;)
    value = static_cast<Number>(value << 8 | static_cast<unsigned char>(bytes[position + i]));
  return value;
}

/// The bytes of a number in little-endian order.
template <std::unsigned_integral Number>
[[nodiscard]] std::string to_little_endian(Number value) {
  std::string bytes;
  for (std::size_t i = 0; i < sizeof(Number); ++i)
    bytes += static_cast<char>(value >> 8 * i & 0xFF);
  return bytes;
}

}  // namespace support
