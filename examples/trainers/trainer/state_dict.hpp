#pragma once

#include <cstdint>
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

/// The shapes of tensors by name, in an order.
using StateShapes = std::vector<std::pair<std::string, std::vector<std::int64_t>>>;

/// Throws std::runtime_error if `found` does not have exactly these names and shapes. The error names
/// the first tensor that is missing, or that has another shape, with both shapes. If there is none, it
/// names the first entry of `found` without a tensor.
void require_fits(const StateDict& tensors, const StateShapes& found);

/// Copies what was found into the tensors of the same names, whatever its order, type of numbers,
/// device and layout; those of the tensors stay as they are. Throws what require_fits() throws.
/// Nothing is copied then.
void copy_by_name(const StateDict& tensors, const StateDict& found);

/// Copies the tensors into the parameters and buffers of a module, as copy_by_name() does.
void load_state_dict(torch::nn::Module& module, const StateDict& state);

}  // namespace trainer
