#pragma once

#include "data/image_limits.hpp"
#include "run/recipe_ranges.hpp"
#include "support/text.hpp"
#include "support/usage_error.hpp"
#include "transfer/cell.hpp"
#include "transfer/options.hpp"

#include <cmath>
#include <cstdint>
#include <string>

namespace transfer {

// The ranges of numbers from a command line or from a folder's configuration. Each function throws
// support::UsageError that names the option, its range and its value.

/// The number of seeds of a method.
inline void require_seeds(Method method, std::int64_t seeds) {
  constexpr std::int64_t most = 1000;
  support::require(seeds >= 1 && seeds <= most,
                   std::string("--").append(name(method)).append("-seeds"),
                   "in 1 … " + support::to_text(most), seeds);
}

/// FinetuneOptions or FixOptions.
template <typename Recipe>
void check_recipe(const Recipe& recipe, const std::string& method, std::int64_t least_batch) {
  using support::to_text;
  const std::string prefix = "--" + method + "-";
  trainer::require_sgd(recipe, prefix);
  support::require(recipe.batch_size >= least_batch && recipe.batch_size <= trainer::most_images,
                   prefix + "batch-size",
                   "in " + to_text(least_batch) + " … " + to_text(trainer::most_images) + " images",
                   recipe.batch_size);
}

/// All numbers of the options.
inline void check_numbers(const Options& o) {
  using support::require;
  require_seeds(Method::finetune, o.finetune_seeds);
  require_seeds(Method::fix, o.fix_seeds);
  require(o.image_size == 0 || (o.image_size >= 8 && o.image_size <= 4096), "--image-size",
          "0 or in 8 … 4096 pixels", o.image_size);
  trainer::check(o.image_limits);
  require(o.limit >= 0, "--limit", "at least 0 images", o.limit);
  require(o.test_limit >= 0, "--test-limit", "at least 0 images", o.test_limit);
  check_recipe(o.finetune, "finetune", 2);
  check_recipe(o.fix, "fix", 1);
  require(o.finetune.head_factor > 0.0 && std::isfinite(o.finetune.head_factor),
          "--finetune-head-factor", "greater than 0 and finite", o.finetune.head_factor);
  require(o.threads >= 0 && o.threads <= 1024, "--threads", "in 0 … 1024", o.threads);
}

}  // namespace transfer
