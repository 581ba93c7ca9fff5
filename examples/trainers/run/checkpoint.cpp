#include "run/checkpoint.hpp"

#include "model/network.hpp"
#include "model/state_dict.hpp"
#include "model/stored_tensors.hpp"
#include "model/weight_average.hpp"
#include "run/schedule.hpp"
#include "support/text.hpp"

#include <memory>
#include <set>
#include <string_view>
#include <type_traits>
#include <utility>

#include <ATen/Functions.h>
#include <torch/optim/sgd.h>

namespace trainer {
namespace {

using Json = nlohmann::ordered_json;

// The names of the tensors.
constexpr const char* network_prefix = "network.";
constexpr const char* momentum_prefix = "momentum.";
constexpr const char* average_prefix = "average.";
constexpr const char* sums_name = "sums";

/// The key under which an optimizer stores a parameter's state: its address, which LibTorch 1
/// writes as text.
template <typename Optimizer>
auto key_of(const Optimizer& optimizer, const at::Tensor& parameter) {
  using Key = typename std::decay_t<decltype(optimizer.state())>::key_type;
  if constexpr (std::is_same_v<Key, std::string>)
    return support::printed(static_cast<const void*>(parameter.unsafeGetTensorImpl()));
  else
    return static_cast<Key>(parameter.unsafeGetTensorImpl());
}

/// The momentum buffer of a parameter; undefined before its first step.
at::Tensor momentum_of(const torch::optim::SGD& optimizer, const at::Tensor& parameter) {
  const auto found = optimizer.state().find(key_of(optimizer, parameter));
  if (found == optimizer.state().end()) return {};
  return static_cast<const torch::optim::SGDParamState&>(*found->second).momentum_buffer();
}

void set_momentum(torch::optim::SGD& optimizer, const at::Tensor& parameter, at::Tensor momentum) {
  auto state = std::make_unique<torch::optim::SGDParamState>();
  state->momentum_buffer(std::move(momentum));
  optimizer.state()[key_of(optimizer, parameter)] = std::move(state);
}

/// The tensors of a state as checkpoints name them: after the network's names, never by address.
StateDict tensors_of(const TrainingState& state) {
  StateDict tensors;
  for (const auto& [name, tensor] : state_dict(state.network))
    tensors.emplace_back(network_prefix + name, tensor);
  for (const auto& item : state.network.named_parameters())
    if (const at::Tensor momentum = momentum_of(state.optimizer, item.value()); momentum.defined())
      tensors.emplace_back(momentum_prefix + item.key(), momentum);
  if (state.average != nullptr)
    for (const auto& [name, tensor] : state.average->tensors())
      tensors.emplace_back(average_prefix + name, tensor);
  tensors.emplace_back(sums_name, state.epoch.sums);
  return tensors;
}

/// Makes the optimizer have exactly these momentum buffers, with room for their contents.
void make_momenta(const StateShapes& there_are, TrainingState& state) {
  std::set<std::string_view> names;
  for (const auto& [name, shape] : there_are) names.insert(name);
  state.optimizer.state().clear();
  for (const auto& item : state.network.named_parameters())
    if (names.contains(momentum_prefix + item.key()))
      set_momentum(state.optimizer, item.value(), at::zeros_like(item.value().detach()));
}

}  // namespace

Checkpoint take_checkpoint(const TrainingState& state, Json configuration, Json data) {
  std::string tensors;
  const StoredTensors stored(tensors_of(state), {});
  for (const std::string_view part : stored.parts()) tensors += part;
  return {.configuration = std::move(configuration),
          .data = std::move(data),
          .epoch = state.epoch.number,
          .step = state.epoch.step,
          .batch_size = state.epoch.batch_size,
          .seconds = state.epoch.seconds,
          .learning_rate = learning_rate(state.optimizer),
          .schedule = state.schedule.save(),
          .tensors = std::move(tensors)};
}

void restore(const Checkpoint& checkpoint, TrainingState& state) {
  const TensorFile file(checkpoint.tensors, "the tensors of the checkpoint");
  const StateShapes shapes = file.shapes();
  make_momenta(shapes, state);
  const StateDict tensors = tensors_of(state);
  require_fits(tensors, shapes);
  copy_by_name(tensors, file.read());
  for (auto& group : state.optimizer.param_groups())
    group.options().set_lr(checkpoint.learning_rate);
  state.schedule.load(checkpoint.schedule);
  state.epoch.number = checkpoint.epoch;
  state.epoch.step = checkpoint.step;
  state.epoch.batch_size = checkpoint.batch_size;
  state.epoch.seconds = checkpoint.seconds;
}

}  // namespace trainer
