// compat::KerasScheduler compared with keras.callbacks.ReduceLROnPlateau, whose answers Keras wrote
// to answers/keras.txt.

#include "parity/checks.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/compat/keras_scheduler.hpp>

using autodecay::compat::KerasScheduler;

namespace {

KerasScheduler keras_scheduler(const test::Answers& run) {
  return KerasScheduler({.patience = (std::max)(run.count("patience", 10), std::int64_t{1}),
                         .absolute_margin = run.number("min_delta", 1e-4),
                         .cooldown = run.count("cooldown", 0),
                         .factor = run.number("factor", 0.1),
                         .floor = run.number("min_lr", 0.0)});
}

/// Keras keeps the rate as a float in the runs in single precision and in the run with its
/// defaults.
std::vector<test::Rates> keras_rates(const test::Answers& run) {
  const bool single = run.name.starts_with("single precision") || run.name == "defaults";
  const auto& initial = run.rates.front().rates;
  return single ? test::rates_of<float>(keras_scheduler(run), initial, run.minimised("min"))
                : test::rates_of<double>(keras_scheduler(run), initial, run.minimised("min"));
}

}  // namespace

TEST_CASE("KerasScheduler sets the rates that Keras sets, at the same observations") {
  CHECK(test::check_rates(test::same_runs("keras"), keras_rates) > 1000);
}

TEST_CASE("difference: Keras compares in single precision by default") {
  test::check_single_precision("keras", keras_rates);
}

TEST_CASE("difference: Keras takes a first NaN as the best, and counts later non-finite losses") {
  test::check_nonfinite("keras", keras_rates,
                        {{"NaN at first", {3, 5, 7}},
                         {"NaN later", {3}},
                         {"infinity at first", {3}},
                         {"infinity later", {3}},
                         {"minus infinity", {4, 6}}});
}
