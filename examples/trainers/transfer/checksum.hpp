#pragma once

#include "model/state_dict.hpp"
#include "support/random_bits.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <ATen/core/Tensor.h>

namespace transfer {

/// A 64-bit checksum that depends on every bit and its position: the state and the next eight bytes
/// are mixed by spread() into the next state. Different contents agree with probability 2^-64
/// unless someone makes them agree. Reads more than a gigabyte per second.
class Checksum {
 public:
  /// Adds the length first, so parts cannot run into each other.
  Checksum& add(std::string_view bytes) {
    add(bytes.size());
    for (; bytes.size() >= sizeof(std::uint64_t); bytes.remove_prefix(sizeof(std::uint64_t)))
      add(word(bytes, sizeof(std::uint64_t)));
    if (!bytes.empty()) add(word(bytes, bytes.size()));
    return *this;
  }

  /// Adds the element type, the shape and the elements, whatever the device and memory layout.
  Checksum& add(const at::Tensor& tensor) {
    add(std::string_view(c10::toString(tensor.scalar_type())));
    for (const std::int64_t size : tensor.sizes()) add(static_cast<std::uint64_t>(size));
    const at::Tensor numbers = tensor.detach().cpu().contiguous();
    return add({static_cast<const char*>(numbers.data_ptr()), numbers.nbytes()});
  }

  /// Adds the names and tensors in order.
  Checksum& add(const trainer::StateDict& model) {
    for (const auto& [name, tensor] : model) add(name).add(tensor);
    return *this;
  }

  Checksum& add(std::uint64_t number) {
    state_ = support::spread(state_ ^ number);
    return *this;
  }

  [[nodiscard]] std::uint64_t value() const { return state_; }

  /// The checksum as 16 hexadecimal digits.
  [[nodiscard]] std::string text() const {
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[state_ >> shift & 15];
    return digits;
  }

 private:
  static std::uint64_t word(std::string_view bytes, std::size_t count) {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data(), count);
    return value;
  }

  std::uint64_t state_ = 0;
};

}  // namespace transfer
