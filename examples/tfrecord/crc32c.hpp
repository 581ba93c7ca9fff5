#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

/// The checksums of TFRecord files. TensorBoard's event files are TFRecord files.
namespace tfrecord {

/// The CRC-32C checksum (Castagnoli's polynomial, reflected) of the bytes.
[[nodiscard]] inline std::uint32_t crc32c(std::string_view bytes) {
  static constexpr auto table = [] {
    std::array<std::uint32_t, 256> remainders{};
    for (std::uint32_t i = 0; i < remainders.size(); ++i) {
      std::uint32_t remainder = i;
      for (int bit = 0; bit < 8; ++bit)
        remainder = remainder >> 1 ^ ((remainder & 1) != 0 ? 0x82f63b78U : 0U);
      remainders[i] = remainder;
    }
    return remainders;
  }();
  std::uint32_t checksum = ~0U;
  for (const char byte : bytes)
    checksum = checksum >> 8 ^ table[(checksum ^ static_cast<unsigned char>(byte)) & 0xff];
  return ~checksum;
}

/// The masked checksum that a record contains: rotated, plus a constant.
[[nodiscard]] inline std::uint32_t masked_crc32c(std::string_view bytes) {
  return std::rotr(crc32c(bytes), 15) + 0xa282ead8U;
}

}  // namespace tfrecord
