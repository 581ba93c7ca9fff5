#include "model/safetensors_header.hpp"

#include "support/printable.hpp"

#include <cstdint>
#include <limits>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace trainer::safetensors {
namespace {

using Json = nlohmann::json;

constexpr std::size_t most_dimensions = 64;  // of LibTorch's tensors

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
    if (number > largest_size) unexpected(std::to_string(number));
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

}  // namespace

std::string in_quotes(std::string_view name) {
  constexpr std::size_t longest = 200;
  return '\'' + support::printable(name.substr(0, longest)) + (name.size() > longest ? "…'" : "'");
}

void fail(const Entry& tensor, const std::string& what) {
  throw std::runtime_error("tensor " + in_quotes(tensor.name) + ' ' + what);
}

Header read_header(std::string_view header) {
  Reader reader;
  (void)Json::sax_parse(header.begin(), header.end(), &reader);
  return std::move(reader).take();
}

}  // namespace trainer::safetensors
