// compat::KerasScheduler compared with keras.callbacks.ReduceLROnPlateau, whose answers Keras wrote
// to answers/keras.txt.

#include "parity/answers.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/compat/keras_scheduler.hpp>

using autodecay::compat::KerasScheduler;

namespace {

KerasScheduler ours(const test::Answers& run) {
  return KerasScheduler({.patience = (std::max)(run.count("patience", 10), std::int64_t{1}),
                         .absolute_margin = run.number("min_delta", 1e-4),
                         .cooldown = run.count("cooldown", 0),
                         .factor = run.number("factor", 0.1),
                         .floor = run.number("min_lr", 0.0)});
}

/// Keras keeps the rate as a float in the runs in single precision and in the run with its
/// defaults.
std::vector<test::Rates> our_rates(const test::Answers& run) {
  const bool single = run.name.starts_with("single precision") || run.name == "defaults";
  const auto& initial = run.rates.front().rates;
  return single ? test::rates_of<float>(ours(run), initial, run.minimised("min"))
                : test::rates_of<double>(ours(run), initial, run.minimised("min"));
}

}  // namespace

TEST_CASE("KerasScheduler sets the rates that Keras sets, at the same observations") {
  std::size_t total = 0;
  for (const test::Answers& run : test::answers_of("keras")) {
    if (!run.same) continue;
    CAPTURE(run.name);
    CAPTURE(run.options_text);
    CHECK(our_rates(run) == run.rates);
    total += decays(run.rates).size();
  }
  CHECK(total > 1000);
}

TEST_CASE("difference: Keras compares in single precision by default") {
  const std::vector<test::Answers> runs = test::answers_of("keras");
  std::size_t differing = 0;
  for (const test::Answers& run : runs) {
    if (run.same || run.name != "single precision") continue;
    ++differing;
    CHECK(run.losses == std::vector<double>{1, 1 - 0x1p-25, 1 - 0x1p-24, 0.5});
    CHECK(decays(run.rates) == std::vector<int>{2});
    CHECK(decays(our_rates(run)).empty());
  }
  CHECK(differing == 1);
}

TEST_CASE("difference: Keras takes a first NaN as the best, and counts later non-finite losses") {
  struct Case {
    std::string name;
    std::vector<int> keras, ours;
  };
  for (const Case& c : {Case{"NaN at first", {3, 5, 7}, {}},
                        {"NaN later", {3}, {}},
                        {"infinity at first", {3}, {}},
                        {"infinity later", {3}, {}},
                        {"minus infinity", {4, 6}, {}}}) {
    CAPTURE(c.name);
    const test::Answers run = test::answers_of("keras", c.name);
    REQUIRE_FALSE(run.same);
    CHECK(decays(run.rates) == c.keras);
    CHECK(decays(our_rates(run)) == c.ours);
  }
}
