#include "trainer/safetensors.hpp"

#include "text/printable.hpp"
#include "trainer/little_endian.hpp"
#include "trainer/text.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <nlohmann/json.hpp>

namespace trainer::safetensors {
namespace {

using Json = nlohmann::json;

constexpr const char* metadata_key = "__metadata__";
constexpr const char* type_key = "dtype";
constexpr const char* shape_key = "shape";
constexpr const char* offsets_key = "data_offsets";
constexpr std::size_t most_dimensions = 64;  // of LibTorch's tensors
constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();

/// Quotes and shortens a name, which may be as long as the header.
std::string in_quotes(std::string_view name) {
  constexpr std::size_t longest = 200;
  return '\'' + text::printable(name.substr(0, longest)) + (name.size() > longest ? "…'" : "'");
}

[[noreturn]] void fail(const Entry& tensor, const std::string& what) {
  throw std::runtime_error("tensor " + in_quotes(tensor.name) + ' ' + what);
}

/// Parses a header and keeps only what a valid header may contain, however deep or long the rest
/// is.
class Reader final : public nlohmann::json_sax<Json> {
 public:
  [[nodiscard]] Header take() && { return std::move(header_); }

  bool null() override { unexpected("null"); }
  bool boolean(bool) override { unexpected("a boolean"); }
  bool number_integer(std::int64_t) override { unexpected("a negative number"); }
  bool number_float(double, const std::string&) override {
    unexpected("a number that is not an integer");
  }
  bool binary(Json::binary_t&) override { unexpected("bytes"); }

  bool number_unsigned(std::uint64_t number) override {
    std::vector<std::uint64_t>& list = place_ == Place::shape ? shape_ : offsets_;
    if (place_ != Place::shape && place_ != Place::offsets) unexpected("a number");
    if (number > largest) unexpected(std::to_string(number));
    if (list.size() == (place_ == Place::shape ? most_dimensions : 2)) unexpected("more numbers");
    list.push_back(number);
    return true;
  }

  bool string(std::string& value) override {
    if (place_ == Place::metadata)
      header_.metadata.emplace(key_, value);
    else if (place_ == Place::tensor && key_ == type_key)
      header_.tensors.back().type = value;
    else
      unexpected("a string");
    return true;
  }

  bool start_object(std::size_t) override {
    if (place_ == Place::outside) {
      place_ = Place::header;
    } else if (place_ == Place::header) {
      place_ = key_ == metadata_key ? Place::metadata : Place::tensor;
      if (place_ == Place::tensor) header_.tensors.push_back({.name = key_});
      keys_.clear();
    } else {
      unexpected("an object");
    }
    return true;
  }

  bool key(std::string& name) override {
    if (!(place_ == Place::header ? names_ : keys_).insert(name).second)
      throw std::runtime_error("the header has " + in_quotes(name) + " twice" + where());
    key_ = name;
    if (place_ == Place::tensor && name != type_key && name != shape_key && name != offsets_key)
      throw std::runtime_error("the header has " + in_quotes(name) + where() +
                               ", expected dtype, shape and data_offsets alone");
    return true;
  }

  bool start_array(std::size_t) override {
    if (place_ != Place::tensor || key_ == type_key) unexpected("an array");
    place_ = key_ == shape_key ? Place::shape : Place::offsets;
    return true;
  }

  bool end_array() override {
    if (place_ == Place::offsets && offsets_.size() != 2) unexpected("fewer numbers");
    place_ = Place::tensor;
    return true;
  }

  bool end_object() override {
    if (place_ == Place::tensor) finish_tensor();
    place_ = place_ == Place::header ? Place::outside : Place::header;
    return true;
  }

  bool parse_error(std::size_t byte, const std::string&, const Json::exception&) override {
    throw std::runtime_error("the header is not JSON: an error at its byte " +
                             std::to_string(byte));
  }

 private:
  enum class Place { outside, header, metadata, tensor, shape, offsets };

  void finish_tensor() {
    Entry& tensor = header_.tensors.back();
    for (const char* const wanted : {type_key, shape_key, offsets_key})
      if (!keys_.contains(wanted)) fail(tensor, std::string("has no ") + wanted);
    tensor.shape.assign(shape_.begin(), shape_.end());
    tensor.begin = offsets_[0];
    tensor.end = offsets_[1];
    shape_.clear();
    offsets_.clear();
  }

  /// The tensor that is being read.
  [[nodiscard]] std::string where() const {
    if (place_ == Place::metadata) return std::string(" in ") + metadata_key;
    if (place_ == Place::outside || place_ == Place::header) return {};
    return " in tensor " + in_quotes(header_.tensors.back().name);
  }

  [[nodiscard]] std::string expected() const {
    switch (place_) {
      case Place::outside:
      case Place::header:
        return "an object";
      case Place::metadata:
        return "a string";
      case Place::tensor:
        return key_ == type_key ? "a string" : "an array";
      case Place::shape:
        return "at most 64 integers of 0 … 2^63 - 1";
      case Place::offsets:
        break;
    }
    return "two integers of 0 … 2^63 - 1";
  }

  [[noreturn]] void unexpected(const std::string& what) const {
    const std::string key = place_ == Place::outside ? "" : " for " + in_quotes(key_);
    throw std::runtime_error("the header has " + what + key + where() + ", expected " + expected());
  }

  Place place_ = Place::outside;
  std::string key_;              // the latest
  std::set<std::string> names_;  // of tensors
  std::set<std::string> keys_;   // of the tensor, or of the metadata
  std::vector<std::uint64_t> shape_;
  std::vector<std::uint64_t> offsets_;
  Header header_;
};

std::string shape_text(const Entry& tensor) {
  return '[' + joined(tensor.shape, ", ", [](std::int64_t size) { return to_text(size); }) + ']';
}

/// The size of a tensor in bytes, from its type and shape.
std::uint64_t size_of(const Entry& tensor) {
  const std::uint64_t number = number_size(tensor.type);
  if (number == 0)
    fail(tensor, "is of type " + in_quotes(tensor.type) +
                     ", expected F64, F32, F16, BF16, I64, I32, I16, I8, U8 or BOOL");
  std::uint64_t bytes = number;  // ignores sizes of 0, so no stride overflows
  for (const std::int64_t size : tensor.shape) {
    if (size > 0 && static_cast<std::uint64_t>(size) > largest / bytes)
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
  const auto length = little_endian<std::uint64_t>(start, 0);
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
  Reader reader;
  (void)Json::sax_parse(header.begin(), header.end(), &reader);
  Header result = std::move(reader).take();
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
  return to_little_endian<std::uint64_t>(text.size()) + text;
}

}  // namespace trainer::safetensors
