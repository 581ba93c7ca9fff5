#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <type_traits>

/// Just enough of protobuf's wire format to walk through messages.
namespace protobuf {

/// A message that is damaged: what is wrong with it.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The number that begins the bytes, its lowest byte first. There must be as many.
template <std::unsigned_integral Number>
[[nodiscard]] Number little_endian(std::string_view bytes) {
  Number value = 0;
  for (std::size_t i = sizeof(Number); i-- > 0;)
    value = static_cast<Number>(value << 8 | static_cast<unsigned char>(bytes[i]));
  return value;
}

/// The float or double that begins the bytes. There must be as many.
template <std::floating_point Number>
[[nodiscard]] Number floating(std::string_view bytes) {
  using Bits = std::conditional_t<sizeof(Number) == 4, std::uint32_t, std::uint64_t>;
  return std::bit_cast<Number>(little_endian<Bits>(bytes));
}

/// How a field's value is written.
enum class Wire : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

struct Field {
  std::uint64_t number = 0;
  Wire wire = Wire::varint;
  std::uint64_t varint = 0;  ///< the value, if that is how it is written
  std::string_view bytes;    ///< the value otherwise: 8, any number or 4 of them

  [[nodiscard]] bool is(std::uint64_t of_number, Wire of_wire) const {
    return number == of_number && wire == of_wire;
  }
};

/// Takes the fields off the front of a message.
class Message {
 public:
  explicit Message(std::string_view bytes) : rest_(bytes) {}

  /// The next field; nothing at the end. Throws Error, and then rest() begins with the field that
  /// is damaged.
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
        throw Error("a field of a kind that events do not have");
    }
    rest_ = rest;
    return field;
  }

  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  static std::string_view take(std::string_view& rest, std::uint64_t size) {
    if (size > rest.size()) throw Error("a field that is longer than its message");
    const std::string_view taken = rest.substr(0, size);
    rest.remove_prefix(taken.size());
    return taken;
  }

  /// Seven bits a byte, the lowest first; all bytes but the last have their highest bit set.
  static std::uint64_t take_varint(std::string_view& rest) {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(rest, 1)[0]);
      number |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return number;
    }
    throw Error("a number of more than ten bytes");
  }

  std::string_view rest_;
};

}  // namespace protobuf
