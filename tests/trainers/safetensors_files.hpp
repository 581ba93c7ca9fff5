#pragma once

#include "support/little_endian.hpp"

#include <cstdint>
#include <string>

/// A safetensors file with this header and these bytes of data.
inline std::string safetensors_file(const std::string& header, const std::string& data = {}) {
  return support::to_little_endian<std::uint64_t>(header.size()) + header + data;
}
