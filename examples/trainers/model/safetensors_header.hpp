#pragma once

#include "model/safetensors.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace trainer::safetensors {

inline constexpr const char* metadata_key = "__metadata__";
inline constexpr const char* type_key = "dtype";
inline constexpr const char* shape_key = "shape";
inline constexpr const char* offsets_key = "data_offsets";

/// Of a dimension, an offset or a number of bytes: they must fit into std::int64_t.
inline constexpr std::uint64_t largest_size = std::numeric_limits<std::int64_t>::max();

/// Quotes and shortens a name, which may be as long as the header.
[[nodiscard]] std::string in_quotes(std::string_view name);

/// Throws std::runtime_error that names the tensor.
[[noreturn]] void fail(const Entry& tensor, const std::string& what);

/// Reads a header and keeps only what a valid header may contain, however deep or long the rest is.
/// Throws std::runtime_error for a header of another form. Whether types are known and positions fit is
/// not checked.
[[nodiscard]] Header read_header(std::string_view header);

}  // namespace trainer::safetensors
