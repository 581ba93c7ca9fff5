#pragma once

#include "trainer/pickle.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <ATen/core/Tensor.h>

namespace trainer {

/// Does what the functions would do that pickles of tensors call. Throws std::runtime_error that
/// says what is wrong for a pickle that is not as torch.save writes it.
class PickledTensors {
 public:
  /// `bytes` gives those of the storage of a key, and must outlive this.
  explicit PickledTensors(const std::function<std::string_view(const std::string& key)>& bytes)
      : bytes_(bytes) {}

  /// Whether a function or type is one of those that are known here.
  [[nodiscard]] static bool is_known(const std::string& name);

  /// The storage that a pickle refers to; the same one for the same key.
  [[nodiscard]] PickleStorage storage(const PickleList& reference);

  /// What a known function gives.
  [[nodiscard]] static PickleValue call(const std::string& name, const PickleList& arguments);

 private:
  const std::function<std::string_view(const std::string& key)>& bytes_;
  std::map<std::string, at::Tensor> storages_;
};

}  // namespace trainer
