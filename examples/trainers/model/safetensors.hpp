#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The header of a safetensors file. The file has the length of the header in 8 bytes, lowest
/// first; the header, a JSON object that gives the type, shape and position of each tensor and may
/// hold texts by name; then the tensors' bytes. https://github.com/huggingface/safetensors
/// describes the format.
namespace trainer::safetensors {

/// The header's entry for a tensor.
struct Entry {
  std::string name = {};
  std::string type = {};                 ///< of an element: one that number_size() knows
  std::vector<std::int64_t> shape = {};  ///< at most 64 sizes, each at least 0
  std::uint64_t begin = 0;               ///< of its data, in bytes after the header
  std::uint64_t end = 0;

  /// The product of the shape.
  [[nodiscard]] std::uint64_t numbers() const;
};

/// Texts by name.
using Metadata = std::map<std::string, std::string>;

struct Header {
  Metadata metadata = {};
  std::vector<Entry> tensors = {};  ///< in the order of their bytes, without gaps
};

/// Bytes per element: 8 for "F64" and "I64", 4 for "F32" and "I32", 2 for "F16", "BF16" and "I16",
/// 1 for "I8", "U8" and "BOOL"; 0 for any other type.
[[nodiscard]] std::size_t number_size(std::string_view type);

/// The size of the length before the header.
inline constexpr std::uint64_t length_size = 8;

/// The largest header accepted, in bytes.
inline constexpr std::uint64_t largest_header = 100'000'000;

/// The length of the header of a file of `file_size` bytes. `start` holds the first 8 bytes of the
/// file, or all if it has fewer. Throws std::runtime_error if the file is too short or the header
/// too large.
[[nodiscard]] std::uint64_t header_length(std::string_view start, std::uint64_t file_size);

/// Reads a header that is followed by `data_size` bytes. Takes memory in proportion to the header
/// only.
///
/// Throws std::runtime_error that names the tensor, its value and what was expected: for a header
/// that is not JSON of this form or contains anything else; a name that occurs twice; a type that
/// number_size() does not know; more than 64 sizes, or a product of the nonzero sizes that exceeds
/// 2^63 - 1 bytes; a position that does not fit the type and the shape, lies beyond the end of the
/// data, overlaps another one or leaves a gap.
[[nodiscard]] Header parse(std::string_view header, std::uint64_t data_size);

/// The beginning of a file, up to the tensors' bytes. Places the tensors one after another, in the
/// given order. Its size is a multiple of 8 bytes.
///
/// Throws std::invalid_argument for a name that occurs twice or is "__metadata__", and for an
/// unknown type; throws nlohmann::json::exception for a text that is not UTF-8.
[[nodiscard]] std::string start_of_file(std::vector<Entry> tensors, const Metadata& metadata);

}  // namespace trainer::safetensors
