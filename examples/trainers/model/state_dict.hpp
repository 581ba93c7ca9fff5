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

/// Tensors by name, ordered.
using StateDict = std::vector<std::pair<std::string, at::Tensor>>;

/// The parameters and buffers of a module in the order of Python's state_dict(): for each module
/// its parameters, its buffers, then its children, depth first, each in the order of registration.
/// The tensors share the module's memory.
[[nodiscard]] StateDict state_dict(const torch::nn::Module& module);

/// Tensor shapes by name, ordered.
using StateShapes = std::vector<std::pair<std::string, std::vector<std::int64_t>>>;

/// Throws std::runtime_error unless `found` has exactly these names and shapes. The error names the
/// first tensor that is missing or has another shape, with both shapes, otherwise the first entry
/// of `found` that has no tensor.
void require_fits(const StateDict& tensors, const StateShapes& found);

/// Copies `found` into the tensors of the same names, whatever its order, element types, devices
/// and layouts; those of `tensors` do not change. Throws as require_fits() does, before anything is
/// copied.
void copy_by_name(const StateDict& tensors, const StateDict& found);

/// Copies the tensors into the parameters and buffers of a module, as copy_by_name() does.
void load_state_dict(torch::nn::Module& module, const StateDict& state);

}  // namespace trainer
