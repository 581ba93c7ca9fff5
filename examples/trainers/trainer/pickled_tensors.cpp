#include "trainer/pickled_tensors.hpp"

#include "trainer/text.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <stdexcept>

#include <ATen/Functions.h>

namespace trainer {
namespace {

constexpr const char* ordered_dict = "collections.OrderedDict";
constexpr const char* rebuild_tensor = "torch._utils._rebuild_tensor_v2";
constexpr const char* rebuild_parameter = "torch._utils._rebuild_parameter";
constexpr std::array types = {at::kFloat, at::kDouble, at::kHalf, at::kBFloat16, at::kLong,
                              at::kInt,   at::kShort,  at::kChar, at::kByte,     at::kBool};

/// The type of the numbers of a type of storages; nothing for another name.
std::optional<at::ScalarType> type_of_storage(const std::string& name) {
  for (const at::ScalarType type : types)
    if (name == "torch." + storage_type(type)) return type;
  return {};
}

std::int64_t integer(const PickleValue& value) { return value.as<std::int64_t>("an integer"); }

std::vector<std::int64_t> integers(const PickleValue& value) {
  std::vector<std::int64_t> result;
  for (const PickleValue& item : *value.as<std::shared_ptr<PickleList>>("a tuple"))
    result.push_back(integer(item));
  return result;
}

/// Whether so many numbers hold a tensor of these sizes and strides from an offset on.
bool fits(std::int64_t numbers, std::int64_t offset, const std::vector<std::int64_t>& sizes,
          const std::vector<std::int64_t>& strides) {
  const auto negative = [](std::int64_t value) { return value < 0; };
  if (offset < 0 || sizes.size() != strides.size() ||
      std::any_of(sizes.begin(), sizes.end(), negative) ||
      std::any_of(strides.begin(), strides.end(), negative))
    return false;
  if (std::find(sizes.begin(), sizes.end(), 0) != sizes.end()) return true;
  std::int64_t left = numbers - 1 - offset;  // to the last one
  if (left < 0) return false;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (strides[i] != 0 && sizes[i] - 1 > left / strides[i]) return false;
    left -= (sizes[i] - 1) * strides[i];
  }
  return true;
}

/// A view of a storage, from an offset on, of some sizes and strides.
at::Tensor tensor(const PickleList& arguments) {
  const at::Tensor& numbers = arguments[0].as<PickleStorage>("a storage").numbers;
  const std::int64_t offset = integer(arguments[1]);
  const std::vector<std::int64_t> sizes = integers(arguments[2]);
  const std::vector<std::int64_t> strides = integers(arguments[3]);
  if (!fits(numbers.numel(), offset, sizes, strides))
    throw std::runtime_error("its pickle has a tensor that exceeds its storage");
  return numbers.as_strided(sizes, strides, offset);
}

}  // namespace

bool PickledTensors::is_known(const std::string& name) {
  return name == ordered_dict || name == rebuild_tensor || name == rebuild_parameter ||
         type_of_storage(name);
}

PickleStorage PickledTensors::storage(const PickleList& reference) {
  if (reference.size() != 5) throw std::runtime_error("its pickle has a storage of another form");
  // It begins with a word that is always the same, and its fourth part is the device.
  const std::string& type_name = reference[1].as<PickleGlobal>("a type").name;
  const auto& key = reference[2].as<std::string>("a key");
  const std::int64_t count = integer(reference[4]);
  const std::optional<at::ScalarType> type = type_of_storage(type_name);
  if (!type) throw std::runtime_error("its pickle has a storage of type " + type_name);
  at::Tensor& numbers = storages_[key];
  if (!numbers.defined()) {
    const std::string_view bytes = bytes_(key);
    const std::size_t size = at::elementSize(*type);
    if (count < 0 || bytes.size() % size != 0 ||
        static_cast<std::uint64_t>(count) != bytes.size() / size)
      throw std::runtime_error("its storage " + key + " has " + to_text(bytes.size()) +
                               " bytes, expected " + to_text(count) + " numbers of " +
                               to_text(size));
    numbers = at::empty({count}, *type);
    if (!bytes.empty()) std::memcpy(numbers.data_ptr(), bytes.data(), bytes.size());
  }
  if (numbers.scalar_type() != *type || numbers.numel() != count)
    throw std::runtime_error("its pickle refers to the storage " + key + " in two ways");
  return {numbers};
}

PickleValue PickledTensors::call(const std::string& name, const PickleList& arguments) {
  if (name == ordered_dict && arguments.empty()) return {std::make_shared<PickleDict>()};
  if (name == rebuild_tensor && arguments.size() >= 4) return {tensor(arguments)};
  if (name == rebuild_parameter && !arguments.empty())
    return {arguments[0].as<at::Tensor>("a tensor")};
  throw std::runtime_error("its pickle calls " + name + " with " + to_text(arguments.size()) +
                           " arguments");
}

}  // namespace trainer
