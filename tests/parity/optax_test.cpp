// compat::OptaxScheduler compared with optax.contrib.reduce_on_plateau, whose answers optax wrote
// to answers/optax.txt.

#include "parity/checks.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/compat/optax_scheduler.hpp>

using autodecay::compat::OptaxScheduler;

namespace {

OptaxScheduler optax_scheduler(const test::Answers& run) {
  return OptaxScheduler({.patience = run.count("patience", 10),
                         .relative_margin = run.number("rtol", 1e-4),
                         .absolute_margin = run.number("atol", 0.0),
                         .cooldown = run.count("cooldown", 0),
                         .interval = run.count("accumulation_size", 1),
                         .factor = run.number("factor", 0.1),
                         .floor = run.number("min_scale", 0.0)});
}

/// The rate is optax' scale.
std::vector<test::Rates> optax_rates(const test::Answers& run) {
  const auto& initial = run.rates.front().rates;
  return run.name.starts_with("single precision")
             ? test::rates_of<float>(optax_scheduler(run), initial, run.losses)
             : test::rates_of<double>(optax_scheduler(run), initial, run.losses);
}

}  // namespace

TEST_CASE("OptaxScheduler sets the scales that optax sets, at the same observations") {
  CHECK(test::check_rates(test::same_runs("optax"), optax_rates) > 800);
}

TEST_CASE("difference: optax compares in the parameters' precision") {
  test::check_single_precision("optax", optax_rates);
}

TEST_CASE("difference: on a negative best, optax counts a worsening as an improvement") {
  test::check_negative_best("optax", optax_rates);
}

TEST_CASE("difference: optax counts non-finite losses towards the patience") {
  test::check_nonfinite("optax", optax_rates,
                        {{"NaN at first", {}},
                         {"NaN later", {3}},
                         {"infinity at first", {2}},
                         {"infinity later", {3}},
                         {"minus infinity", {4, 6}}});
}
