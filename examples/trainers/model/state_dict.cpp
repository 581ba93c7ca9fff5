#include "model/state_dict.hpp"

#include "support/printable.hpp"
#include "support/text.hpp"

#include <stdexcept>
#include <string_view>
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

std::string shape_text(at::IntArrayRef shape) {
  return '[' +
         support::joined(shape, ", ", [](std::int64_t size) { return support::to_text(size); }) +
         ']';
}

}  // namespace

StateDict state_dict(const torch::nn::Module& module) {
  StateDict state;
  append(state, module, "");
  return state;
}

void require_fits(const StateDict& tensors, const StateShapes& found) {
  std::unordered_map<std::string_view, at::IntArrayRef> left;
  for (const auto& [name, shape] : found) left.emplace(name, shape);
  for (const auto& [name, tensor] : tensors) {
    const auto entry = left.find(name);
    if (entry == left.end())
      throw std::runtime_error("lacks the tensor " + name + " of shape " +
                               shape_text(tensor.sizes()));
    if (entry->second != tensor.sizes())
      throw std::runtime_error("has the tensor " + name + " of shape " + shape_text(entry->second) +
                               ", expected " + shape_text(tensor.sizes()));
    left.erase(entry);
  }
  for (const auto& [name, shape] : found)
    if (left.contains(name))
      throw std::runtime_error("has a tensor " + support::printable(name) + " of shape " +
                               shape_text(shape) + ", expected none of this name");
}

void copy_by_name(const StateDict& tensors, const StateDict& found) {
  StateShapes shapes;
  for (const auto& [name, tensor] : found) shapes.emplace_back(name, tensor.sizes().vec());
  require_fits(tensors, shapes);
  const std::unordered_map<std::string, at::Tensor> by_name(found.begin(), found.end());
  for (const auto& [name, tensor] : tensors) tensor.copy_(by_name.at(name));
}

void load_state_dict(torch::nn::Module& module, const StateDict& state) {
  copy_by_name(state_dict(module), state);
}

}  // namespace trainer
