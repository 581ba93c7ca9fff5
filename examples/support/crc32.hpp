#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include <zlib.h>

namespace support {

/// The CRC-32 of the parts in order. `before` is that of the bytes that precede them.
template <typename Parts = std::initializer_list<std::string_view>>
[[nodiscard]] std::uint32_t crc32_of(const Parts& parts, std::uint32_t before = 0) {
  uLong checksum = before;
  for (const std::string_view part : parts)
    checksum = ::crc32_z(checksum, reinterpret_cast<const Bytef*>(part.data()), part.size());
  return static_cast<std::uint32_t>(checksum);
}

}  // namespace support
