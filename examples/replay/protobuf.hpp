#pragma once

#include "support/little_endian.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <type_traits>

/// The part of protobuf's wire format that is needed to iterate over messages.
namespace protobuf {

/// The description of a damaged message.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The float or double at the start of the bytes. Requires at least sizeof(Number) bytes.
template <std::floating_point Number>
[[nodiscard]] Number floating(std::string_view bytes) {
  using Bits = std::conditional_t<sizeof(Number) == 4, std::uint32_t, std::uint64_t>;
  const auto bits = support::little_endian<Bits>(bytes, 0);
  Number number{};
  std::memcpy(&number, &bits, sizeof number);  // std::bit_cast, which libc++ has since version 14
  return number;
}

/// The encoding of a field's value.
enum class Wire : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

struct Field {
  std::uint64_t number = 0;
  Wire wire = Wire::varint;
  std::uint64_t varint = 0;  ///< the value of a varint field
  std::string_view bytes;    ///< the value of any other field: 8, any number of, or 4 bytes

  [[nodiscard]] bool is(std::uint64_t of_number, Wire of_wire) const {
    return number == of_number && wire == of_wire;
  }
};

/// Reads the fields of a message in order.
class Message {
 public:
  explicit Message(std::string_view bytes) : rest_(bytes) {}

  /// The next field; nothing at the end. Throws Error for a damaged field. rest() then begins with
  /// that field.
  [[nodiscard]] std::optional<Field> next() {
    if (rest_.empty()) return std::nullopt;
    std::string_view rest = rest_;
    const std::uint64_t key = take_varint(rest);
    Field field;
    field.number = key >> 3;
    field.wire = static_cast<Wire>(key & 7);
    switch (field.wire) {
      case Wire::varint:
        field.varint = take_varint(rest);
        break;
      case Wire::fixed64:
        field.bytes = take(rest, 8);
        break;
      case Wire::bytes:
        field.bytes = take(rest, take_varint(rest));
        break;
      case Wire::fixed32:
        field.bytes = take(rest, 4);
        break;
      default:
        throw Error("a field has an unknown wire type");
    }
    rest_ = rest;
    return field;
  }

  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  static std::string_view take(std::string_view& rest, std::uint64_t size) {
    if (size > rest.size()) throw Error("a field is longer than its message");
    const std::string_view taken = rest.substr(0, static_cast<std::size_t>(size));
    rest.remove_prefix(taken.size());
    return taken;
  }

  /// Seven bits per byte, lowest bits first. All bytes but the last have their highest bit set.
  static std::uint64_t take_varint(std::string_view& rest) {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(rest, 1)[0]);
      number |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return number;
    }
    throw Error("a varint is longer than ten bytes");
  }

  std::string_view rest_;
};

}  // namespace protobuf
