#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <ATen/core/Tensor.h>
#include <nlohmann/json_fwd.hpp>

namespace trainer {

/// Puts together a pickle of plain values and tensors, which Python's torch.load reads, also with
/// weights_only=True.
class Pickler {
 public:
  Pickler();

  /// The next values, until the dict ends, are its keys and values by turns.
  void begin_dict();
  void end_dict();

  /// Throws std::invalid_argument for what is binary.
  void add(const nlohmann::ordered_json& value);

  /// A tensor whose numbers stand one after the other in the storage `key`.
  void add(const at::Tensor& tensor, const std::string& key);

  /// The pickle of the one value that was added.
  [[nodiscard]] std::string finish() &&;

 private:
  void text(std::string_view text);
  void integer(std::int64_t value);
  void global(std::string_view module, std::string_view name);
  void integers(at::IntArrayRef values);

  std::string bytes_;
};

struct PickleValue;

/// A list or a tuple.
using PickleList = std::vector<PickleValue>;

/// In the order of its entries.
using PickleDict = std::vector<std::pair<PickleValue, PickleValue>>;

/// A function or type, by its full name.
struct PickleGlobal {
  std::string name;
};

/// The numbers that tensors are views of.
struct PickleStorage {
  at::Tensor numbers;
};

/// An integer of more than 64 bits.
struct PickleLargeInteger {};

/// What a pickle holds. Lists and dicts are shared: one may stand in several places.
struct PickleValue {
  /// Null for a value of another type.
  template <typename Value>
  [[nodiscard]] const Value* get() const {
    return std::get_if<Value>(&value);
  }

  /// Throws std::runtime_error that says what was `expected` for a value of another type.
  template <typename Value>
  [[nodiscard]] const Value& as(const std::string& expected) const {
    if (const auto* found = get<Value>()) return *found;
    throw std::runtime_error("its pickle has something else in place of " + expected);
  }

  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, at::Tensor,
               std::shared_ptr<PickleList>, std::shared_ptr<PickleDict>, PickleLargeInteger,
               PickleGlobal, PickleStorage>
      value;
};

/// Reads a pickle of what torch.save writes of plain values, tensors and parameters: None, bool,
/// int, float, str, list, tuple, dict, OrderedDict (without its attributes). `storage` gives the
/// bytes of the storage of a key. Calls nothing that the pickle names.
///
/// Throws std::runtime_error that says what is wrong for anything else: another function or type,
/// which is named; a truncated or damaged pickle; a tensor that exceeds its storage.
[[nodiscard]] PickleValue unpickle(
    std::string_view bytes, const std::function<std::string_view(const std::string& key)>& storage);

/// Python's type of a storage of such numbers, as in "FloatStorage" of the module torch.
[[nodiscard]] inline std::string storage_type(at::ScalarType type) {
  return std::string(at::toString(type)) + "Storage";
}

}  // namespace trainer
