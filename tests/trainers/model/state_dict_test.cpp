#include "model/state_dict.hpp"

#include "temporary_folder.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/linear.h>

using namespace trainer;

namespace {

/// Registers a child first, a buffer next, and parameters last.
struct Mixed : torch::nn::Module {
  Mixed() {
    register_module("inner", torch::nn::Linear(2, 3));
    register_module("norm", torch::nn::BatchNorm2d(2));
    register_buffer("count", at::zeros({}, at::kLong));
    second = register_parameter("b", at::ones({2, 2}));
    first = register_parameter("a", at::ones({1}));
  }
  at::Tensor first;
  at::Tensor second;
};

std::vector<std::string> names(const StateDict& state) {
  std::vector<std::string> result;
  for (const auto& [name, tensor] : state) result.push_back(name);
  return result;
}

/// The state of a module with its own numbers.
StateDict changed(const torch::nn::Module& module) {
  StateDict state = state_dict(module);
  for (auto& [name, tensor] : state) tensor = at::full_like(tensor, 5);
  return state;
}

}  // namespace

TEST_CASE("a state dict has Python's order") {
  CHECK(names(state_dict(Mixed())) ==
        std::vector<std::string>{"b", "a", "count", "inner.weight", "inner.bias", "norm.weight",
                                 "norm.bias", "norm.running_mean", "norm.running_var",
                                 "norm.num_batches_tracked"});
}

TEST_CASE("a state dict shares the module's memory and needs no gradients") {
  const Mixed module;
  const StateDict state = state_dict(module);
  CHECK(state[0].second.data_ptr() == module.second.data_ptr());
  CHECK(!state[0].second.requires_grad());
}

TEST_CASE("load_state_dict copies by name, whatever the order, type and layout") {
  Mixed module;
  StateDict state = changed(module);
  std::reverse(state.begin(), state.end());
  for (auto& [name, tensor] : state)
    if (name == "b")
      tensor = at::tensor({1.0, 2.0, 3.0, 4.0}, at::kDouble).reshape({2, 2}).t();
    else if (name == "norm.bias")
      tensor = at::full({2}, 0.5, at::kHalf);
  const void* memory = module.second.data_ptr();
  load_state_dict(module, state);
  CHECK(module.second.equal(at::tensor({1.0F, 3.0F, 2.0F, 4.0F}).reshape({2, 2})));
  CHECK(module.second.data_ptr() == memory);
  CHECK(module.second.requires_grad());
  CHECK(module.second.is_leaf());
  CHECK(module.named_buffers()["count"].item<std::int64_t>() == 5);
  CHECK(module.named_parameters()["norm.bias"].equal(at::full({2}, 0.5)));
}

TEST_CASE("load_state_dict names the first entry that does not match and changes nothing") {
  Mixed module;
  const auto error_with = [&](auto change) {
    StateDict state = changed(module);
    change(state);
    const std::string error = error_of([&] { load_state_dict(module, state); });
    CHECK(module.first.equal(at::ones({1})));
    CHECK(module.second.equal(at::ones({2, 2})));
    return error;
  };
  CHECK(error_with([](StateDict& state) { state.erase(state.begin() + 3, state.begin() + 5); }) ==
        "lacks the tensor inner.weight of shape [3, 2]");
  CHECK(error_with([](StateDict& state) {
          state[3].second = at::ones({3, 2, 1});
        }) == "has the tensor inner.weight of shape [3, 2, 1], expected [3, 2]");
  CHECK(error_with([](StateDict& state) { state[2].second = at::ones({1}); }) ==
        "has the tensor count of shape [1], expected []");
  CHECK(error_with([](StateDict& state) {
          state.insert(state.begin(), {"outer.weight", at::ones({4, 1})});
          state.emplace_back("last", at::ones({}));
        }) == "has a tensor outer.weight of shape [4, 1], expected none of this name");
}
