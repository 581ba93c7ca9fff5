#pragma once

#include "support/little_endian.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

/// TFRecord files: a sequence of records with checksums. TensorBoard's event files are TFRecord files.
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

/// A record is its payload between a head, of the payload's length in 64 bits and the length's masked
/// checksum, and the payload's own masked checksum, all in little-endian order.
inline constexpr std::size_t length_size = 8;
inline constexpr std::size_t head_size = length_size + 4;
inline constexpr std::size_t tail_size = 4;

/// A checksum of a record does not match.
struct Damaged : std::runtime_error {
  Damaged(const std::string& part, std::size_t at)
      : std::runtime_error("the checksum of a record's " + part + " does not match"),
        position(at) {}
  std::size_t position;  ///< of the part, within the bytes that were read
};

/// The record of a payload.
[[nodiscard]] inline std::string record(std::string_view payload) {
  const auto checksum = [](std::string_view bytes) {
    return support::to_little_endian(masked_crc32c(bytes));
  };
  const std::string length = support::to_little_endian(std::uint64_t{payload.size()});
  return length + checksum(length) + std::string(payload) + checksum(payload);
}

/// The payload of the first record of the bytes; nothing if they end within it. Throws Damaged.
[[nodiscard]] inline std::optional<std::string_view> first_payload(std::string_view bytes) {
  if (bytes.size() < head_size) return std::nullopt;
  const auto check = [&](const std::string& part, std::size_t begin, std::size_t size) {
    const std::string_view checked = bytes.substr(begin, size);
    if (masked_crc32c(checked) != support::little_endian<std::uint32_t>(bytes, begin + size))
      throw Damaged(part, begin);
    return checked;
  };
  const auto size = support::little_endian<std::uint64_t>(check("length", 0, length_size), 0);
  const std::size_t left = bytes.size() - head_size;
  if (left < tail_size || size > left - tail_size) return std::nullopt;
  return check("payload", head_size, static_cast<std::size_t>(size));
}

}  // namespace tfrecord
