#include "trainer/little_endian.hpp"
#include "trainer/pickle.hpp"

#include <bit>
#include <limits>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace trainer {
namespace {

using Json = nlohmann::ordered_json;
using namespace std::string_view_literals;

std::string big_endian(double value) {
  const std::string bytes = to_little_endian(std::bit_cast<std::uint64_t>(value));
  return {bytes.rbegin(), bytes.rend()};
}

}  // namespace

Pickler::Pickler() : bytes_("\x80\x02"sv) {}  // protocol 2

std::string Pickler::finish() && { return std::move(bytes_ += '.'); }

void Pickler::begin_dict() { bytes_ += "}("; }

void Pickler::end_dict() { bytes_ += 'u'; }

void Pickler::add(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null:
      bytes_ += 'N';
      break;
    case Json::value_t::boolean:
      bytes_ += value.get<bool>() ? '\x88' : '\x89';
      break;
    case Json::value_t::number_integer:
      integer(value.get<std::int64_t>());
      break;
    case Json::value_t::number_unsigned:
      if (const auto number = value.get<std::uint64_t>();
          number > std::numeric_limits<std::int64_t>::max())
        bytes_ += "\x8a\x09" + to_little_endian(number) + '\0';  // a zero for its sign
      else
        integer(static_cast<std::int64_t>(number));
      break;
    case Json::value_t::number_float:
      bytes_ += 'G' + big_endian(value.get<double>());
      break;
    case Json::value_t::string:
      text(value.get_ref<const std::string&>());
      break;
    case Json::value_t::array:
      bytes_ += "](";
      for (const Json& item : value) add(item);
      bytes_ += 'e';
      break;
    case Json::value_t::object:
      begin_dict();
      for (const auto& [key, item] : value.items()) {
        text(key);
        add(item);
      }
      end_dict();
      break;
    default:
      throw std::invalid_argument(
          "a pickle takes null, booleans, numbers, strings, arrays and objects, got " +
          std::string(value.type_name()));
  }
}

void Pickler::add(const at::Tensor& tensor, const std::string& key) {
  global("torch._utils", "_rebuild_tensor_v2");
  // Its arguments: the storage, the offset in it, sizes, strides, requires_grad, hooks.
  bytes_ += "((";
  text("storage");
  global("torch", storage_type(tensor.scalar_type()));
  text(key);
  text("cpu");
  integer(tensor.numel());
  bytes_ += "tQ";
  integer(0);
  integers(tensor.sizes());
  std::vector<std::int64_t> strides(static_cast<std::size_t>(tensor.dim()));
  std::int64_t stride = 1;
  for (std::size_t i = strides.size(); i-- > 0;) {
    strides[i] = stride;
    stride *= tensor.sizes()[i];
  }
  integers(strides);
  bytes_ += '\x89';
  global("collections", "OrderedDict");
  bytes_ += ")RtR";
}

void Pickler::text(std::string_view text) {
  bytes_ += 'X' + to_little_endian(static_cast<std::uint32_t>(text.size()));
  bytes_ += text;
}

void Pickler::integer(std::int64_t value) {
  if (value == static_cast<std::int32_t>(value))
    bytes_ += 'J' + to_little_endian(static_cast<std::uint32_t>(value));
  else
    bytes_ += "\x8a\x08" + to_little_endian(static_cast<std::uint64_t>(value));
}

void Pickler::global(std::string_view module, std::string_view name) {
  bytes_ += 'c';
  bytes_ += module;
  bytes_ += '\n';
  bytes_ += name;
  bytes_ += '\n';
}

void Pickler::integers(at::IntArrayRef values) {
  bytes_ += '(';
  for (const std::int64_t value : values) integer(value);
  bytes_ += 't';
}

}  // namespace trainer
