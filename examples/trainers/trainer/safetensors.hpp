#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The header of a safetensors file: the length of the header in 8 bytes, lowest first; the header, a
/// JSON object that says of each tensor its type, shape and place, and may hold texts by name; then
/// the tensors' bytes. https://github.com/huggingface/safetensors describes the format.
namespace trainer::safetensors {

/// What a header says of a tensor.
struct Entry {
  std::string name = {};
  std::string type = {};                 ///< of its numbers: one that number_size() knows
  std::vector<std::int64_t> shape = {};  ///< sizes of at least 0, 64 of them at most
  std::uint64_t begin = 0;               ///< of its numbers, in bytes behind the header
  std::uint64_t end = 0;

  /// The product of the shape.
  [[nodiscard]] std::uint64_t numbers() const;
};

/// Texts by name.
using Metadata = std::map<std::string, std::string>;

struct Header {
  Metadata metadata = {};
  std::vector<Entry> tensors = {};  ///< in the order of their bytes, without holes
};

/// Bytes of a number: 8 of "F64" and "I64", 4 of "F32" and "I32", 2 of "F16", "BF16" and "I16",
/// 1 of "I8", "U8" and "BOOL"; 0 for any other type.
[[nodiscard]] std::size_t number_size(std::string_view type);

/// Bytes before the header.
inline constexpr std::uint64_t length_size = 8;

/// Bytes of a header at most.
inline constexpr std::uint64_t largest_header = 100'000'000;

/// The length of the header of a file of so many bytes, of which `start` has the first 8 or all.
/// Throws std::runtime_error if the file is too short for it, or the header larger than allowed.
[[nodiscard]] std::uint64_t header_length(std::string_view start, std::uint64_t file_size);

/// Reads a header with so many bytes behind it. Takes memory in proportion to the header alone.
///
/// Throws std::runtime_error that names the tensor, what it has and what was expected: for a header
/// that is no JSON of this form or has anything else in it; a name that occurs twice; a type that
/// number_size() does not know; more than 64 sizes, or a product of those that are not 0 which
/// exceeds 2^63 - 1 bytes; a place that does not fit the type and the shape, lies beyond the end of
/// the data, overlaps another one or leaves a hole.
[[nodiscard]] Header parse(std::string_view header, std::uint64_t data_size);

/// The beginning of a file, up to the tensors' bytes: the places of the tensors are made those that
/// follow each other, in the given order. Ends at a multiple of 8 bytes.
///
/// Throws std::invalid_argument for a name that occurs twice or is "__metadata__", and for a type
/// that is not known; nlohmann::json::exception for a text that is not UTF-8.
[[nodiscard]] std::string start_of_file(std::vector<Entry> tensors, const Metadata& metadata);

}  // namespace trainer::safetensors
