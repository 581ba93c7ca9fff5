#pragma once

#include "engine/engine.hpp"
#include "run/checkpoint_file.hpp"

#include <nlohmann/json.hpp>

namespace trainer {

class Schedule;
class WeightAverage;

/// Everything that changes during a run.
struct TrainingState {
  Network& network;
  torch::optim::SGD& optimizer;
  Schedule& schedule;
  Epoch epoch;
  WeightAverage* average = nullptr;  ///< null without one
};

/// Takes a checkpoint of the state; waits for the device.
[[nodiscard]] Checkpoint take_checkpoint(const TrainingState& state,
                                         nlohmann::ordered_json configuration,
                                         nlohmann::ordered_json data);

/// Restores the state that the checkpoint was taken from. Its tensors keep their layouts.
///
/// Throws std::runtime_error that names the first tensor that is missing, unexpected or of another
/// shape than in `state`, and whatever the schedule throws. The state must not be used afterwards.
void restore(const Checkpoint& checkpoint, TrainingState& state);

}  // namespace trainer
