#pragma once

#include "support/usage_error.hpp"

#include <cstdint>
#include <limits>
#include <string>

namespace trainer {

/// The upper bound on images per batch and epochs per run: no arithmetic on them can overflow.
inline constexpr std::int64_t most_images = 1'000'000'000;
inline constexpr std::int64_t most_epochs = 1'000'000'000;

/// Checks a batch size from a command line or a checkpoint. Throws UsageError that names it, its
/// range and its value.
inline void require_batch_size(const std::string& name, std::int64_t size) {
  support::require(size >= 1 && size <= most_images, name, "in 1 … 1000000000 images", size);
}

/// Checks the numbers of a training with SGD: epochs, learning rate, momentum and weight decay. Their
/// options begin with the prefix. Throws UsageError that names the option, its range and its value.
template <typename Recipe>
void require_sgd(const Recipe& recipe, const std::string& prefix = "--") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  support::require(recipe.epochs >= 1 && recipe.epochs <= most_epochs, prefix + "epochs",
                   "in 1 … 1000000000", recipe.epochs);
  support::require(recipe.learning_rate > 0.0 && recipe.learning_rate < infinity,
                   prefix + "learning-rate", "greater than 0 and finite", recipe.learning_rate);
  support::require(recipe.momentum >= 0.0 && recipe.momentum < 1.0, prefix + "momentum",
                   "in [0, 1)", recipe.momentum);
  support::require(recipe.weight_decay >= 0.0 && recipe.weight_decay < infinity,
                   prefix + "weight-decay", "at least 0 and finite", recipe.weight_decay);
}

}  // namespace trainer
