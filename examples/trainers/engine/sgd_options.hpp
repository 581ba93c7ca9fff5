#pragma once

#include <torch/optim/sgd.h>

namespace trainer {

/// The options of SGD by a recipe, which has a learning_rate, a momentum and a weight_decay.
template <typename Recipe>
[[nodiscard]] torch::optim::SGDOptions sgd_options(const Recipe& recipe) {
  return torch::optim::SGDOptions(recipe.learning_rate)
      .momentum(recipe.momentum)
      .weight_decay(recipe.weight_decay);
}

}  // namespace trainer
