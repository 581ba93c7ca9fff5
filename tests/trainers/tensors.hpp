#pragma once

#include "model/state_dict.hpp"

#include <cstdint>
#include <string>

#include <ATen/core/Tensor.h>
#include <c10/util/Logging.h>  // before doctest, whose CHECK it would replace
#include <doctest/doctest.h>
#include <torch/nn/module.h>

inline std::int64_t number_of_parameters(const torch::nn::Module& network) {
  std::int64_t count = 0;
  for (const at::Tensor& parameter : network.parameters()) count += parameter.numel();
  return count;
}

/// Fails the test if no tensor has this name.
inline const at::Tensor& tensor_named(const trainer::StateDict& state, const std::string& name) {
  for (const auto& [key, tensor] : state)
    if (key == name) return tensor;
  FAIL("no " << name);
  return state.front().second;
}
