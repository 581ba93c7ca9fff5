#pragma once

#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

namespace torch::nn {
class Module;
}

namespace trainer {

/// Tensors by name, in an order.
using StateDict = std::vector<std::pair<std::string, at::Tensor>>;

/// The parameters and buffers of a module as Python's state_dict() has them: of each module its
/// parameters, its buffers, then its children, depth first, each in the order of registration. The
/// tensors share the module's memory.
[[nodiscard]] StateDict state_dict(const torch::nn::Module& module);

/// Copies the tensors into the parameters and buffers of the same names, whatever their order,
/// type of numbers, device and layout; those of the module stay as they are.
///
/// Throws std::runtime_error that names the first entry, in the module's order, that `state` lacks
/// or has in another shape, with both shapes, or else the first that the module lacks. Nothing is
/// copied then.
void load_state_dict(torch::nn::Module& module, const StateDict& state);

}  // namespace trainer
