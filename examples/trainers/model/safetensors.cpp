#include "model/safetensors.hpp"

#include "model/safetensors_header.hpp"
#include "support/little_endian.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <nlohmann/json.hpp>

namespace trainer::safetensors {
namespace {

std::string shape_text(const Entry& tensor) {
  return '[' +
         support::joined(tensor.shape, ", ",
                         [](std::int64_t size) { return support::to_text(size); }) +
         ']';
}

/// The size of a tensor in bytes, from its type and shape.
std::uint64_t size_of(const Entry& tensor) {
  const std::uint64_t number = number_size(tensor.type);
  if (number == 0)
    fail(tensor, "is of type " + in_quotes(tensor.type) +
                     ", expected F64, F32, F16, BF16, I64, I32, I16, I8, U8 or BOOL");
  std::uint64_t bytes = number;  // ignores sizes of 0, so no stride overflows
  for (const std::int64_t size : tensor.shape) {
    if (size > 0 && static_cast<std::uint64_t>(size) > largest_size / bytes)
      fail(tensor, "has the shape " + shape_text(tensor) + ", which exceeds 2^63 - 1 bytes");
    bytes *= static_cast<std::uint64_t>(std::max<std::int64_t>(size, 1));
  }
  return tensor.numbers() * number;
}

/// Sorts the tensors by position and checks the positions.
void check_places(std::vector<Entry>& tensors, std::uint64_t data_size) {
  for (const Entry& tensor : tensors) {
    const std::string place =
        "is at bytes " + std::to_string(tensor.begin) + " … " + std::to_string(tensor.end);
    const std::uint64_t expected = size_of(tensor);
    if (tensor.end < tensor.begin || tensor.end - tensor.begin != expected)
      fail(tensor, place + ", expected " + std::to_string(expected) + " bytes for the shape " +
                       shape_text(tensor) + " of " + tensor.type);
    if (tensor.end > data_size)
      fail(tensor, place + " of the data, which has " + std::to_string(data_size) +
                       ": the file is truncated or damaged");
  }
  std::stable_sort(tensors.begin(), tensors.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
  });
  std::uint64_t end = 0;
  for (const Entry& tensor : tensors) {
    if (tensor.begin != end)
      fail(tensor, "begins at byte " + std::to_string(tensor.begin) + " of the data, expected " +
                       std::to_string(end) + ": tensors must not overlap or leave gaps");
    end = tensor.end;
  }
  if (end != data_size)
    throw std::runtime_error("the tensors have " + std::to_string(end) + " bytes, but there are " +
                             std::to_string(data_size));
}

}  // namespace

std::uint64_t Entry::numbers() const {
  std::uint64_t product = 1;
  for (const std::int64_t size : shape) product *= static_cast<std::uint64_t>(size);
  return product;
}

std::size_t number_size(std::string_view type) {
  if (type == "F64" || type == "I64") return 8;
  if (type == "F32" || type == "I32") return 4;
  if (type == "F16" || type == "BF16" || type == "I16") return 2;
  return type == "I8" || type == "U8" || type == "BOOL" ? 1 : 0;
}

std::uint64_t header_length(std::string_view start, std::uint64_t file_size) {
  if (file_size < length_size || start.size() < length_size)
    throw std::runtime_error("has " + std::to_string(file_size) +
                             " bytes, too few for a safetensors file");
  const auto length = support::little_endian<std::uint64_t>(start, 0);
  if (length > largest_header)
    throw std::runtime_error("claims a header of " + std::to_string(length) +
                             " bytes, expected at most " + std::to_string(largest_header) +
                             ": not a safetensors file, or a damaged one");
  if (length > file_size - length_size)
    throw std::runtime_error("claims a header of " + std::to_string(length) + " bytes, but has " +
                             std::to_string(file_size - length_size) +
                             " after its length: truncated or damaged");
  return length;
}

Header parse(std::string_view header, std::uint64_t data_size) {
  if (!header.starts_with('{')) throw std::runtime_error("the header does not begin with '{'");
  // The parser takes a zero byte for the end.
  if (const std::size_t zero = header.find('\0'); zero != header.npos)
    throw std::runtime_error("the header is not JSON: an error at its byte " +
                             std::to_string(zero + 1));
  Header result = read_header(header);
  check_places(result.tensors, data_size);
  return result;
}

std::string start_of_file(std::vector<Entry> tensors, const Metadata& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) header[metadata_key] = metadata;
  std::set<std::string> names = {metadata_key};
  std::uint64_t end = 0;
  for (const Entry& tensor : tensors) {
    if (!names.insert(tensor.name).second || number_size(tensor.type) == 0)
      throw std::invalid_argument("a safetensors file cannot have a tensor " +
                                  in_quotes(tensor.name) + " of type " + in_quotes(tensor.type) +
                                  ", or has it twice");
    const std::uint64_t begin = std::exchange(end, end + size_of(tensor));
    // operator[] would search all names.
    header.get_ref<nlohmann::ordered_json::object_t&>().push_back(
        {tensor.name,
         {{type_key, tensor.type}, {shape_key, tensor.shape}, {offsets_key, {begin, end}}}});
  }
  std::string text = header.dump();
  text.append((length_size - text.size() % length_size) % length_size, ' ');
  return support::to_little_endian<std::uint64_t>(text.size()) + text;
}

}  // namespace trainer::safetensors
