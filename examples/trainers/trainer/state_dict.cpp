#include "trainer/state_dict.hpp"

#include "trainer/text.hpp"

#include <stdexcept>
#include <unordered_map>

#include <torch/nn/module.h>

namespace trainer {
namespace {

void append(StateDict& state, const torch::nn::Module& module, const std::string& prefix) {
  for (const auto& item : module.named_parameters(false))
    state.emplace_back(prefix + item.key(), item.value().detach());
  for (const auto& item : module.named_buffers(false))
    state.emplace_back(prefix + item.key(), item.value().detach());
  for (const auto& item : module.named_children())
    append(state, *item.value(), prefix + item.key() + '.');
}

std::string shape_text(const at::Tensor& tensor) {
  return '[' + joined(tensor.sizes(), ", ", [](std::int64_t size) { return to_text(size); }) + ']';
}

}  // namespace

StateDict state_dict(const torch::nn::Module& module) {
  StateDict state;
  append(state, module, "");
  return state;
}

void load_state_dict(torch::nn::Module& module, const StateDict& state) {
  std::unordered_map<std::string, at::Tensor> found(state.begin(), state.end());
  std::vector<std::pair<at::Tensor, at::Tensor>> copies;  // to, from
  for (const auto& [name, tensor] : state_dict(module)) {
    const auto entry = found.find(name);
    if (entry == found.end())
      throw std::runtime_error("the state dict lacks " + name + " of shape " + shape_text(tensor));
    if (entry->second.sizes() != tensor.sizes())
      throw std::runtime_error(name + " has shape " + shape_text(entry->second) +
                               " in the state dict and " + shape_text(tensor) + " in the network");
    copies.emplace_back(tensor, entry->second);
    found.erase(entry);
  }
  for (const auto& [name, tensor] : state)
    if (found.contains(name))
      throw std::runtime_error("the state dict has " + name + " of shape " + shape_text(tensor) +
                               ", which the network lacks");
  for (auto& [to, from] : copies) to.copy_(from);
}

}  // namespace trainer
