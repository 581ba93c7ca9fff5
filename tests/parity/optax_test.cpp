// compat::OptaxScheduler compared with optax.contrib.reduce_on_plateau, whose answers optax wrote
// to answers/optax.txt.

#include "parity/answers.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/compat/optax_scheduler.hpp>

using autodecay::compat::OptaxScheduler;

namespace {

OptaxScheduler ours(const test::Answers& run) {
  return OptaxScheduler({.patience = run.count("patience", 10),
                         .relative_margin = run.number("rtol", 1e-4),
                         .absolute_margin = run.number("atol", 0.0),
                         .cooldown = run.count("cooldown", 0),
                         .interval = run.count("accumulation_size", 1),
                         .factor = run.number("factor", 0.1),
                         .floor = run.number("min_scale", 0.0)});
}

/// The rate is optax' scale.
std::vector<test::Rates> our_rates(const test::Answers& run) {
  const auto& initial = run.rates.front().rates;
  return run.name.starts_with("single precision")
             ? test::rates_of<float>(ours(run), initial, run.losses)
             : test::rates_of<double>(ours(run), initial, run.losses);
}

}  // namespace

TEST_CASE("OptaxScheduler sets the scales that optax sets, at the same observations") {
  std::size_t total = 0;
  for (const test::Answers& run : test::answers_of("optax")) {
    if (!run.same) continue;
    CAPTURE(run.name);
    CAPTURE(run.options_text);
    CHECK(our_rates(run) == run.rates);
    total += decays(run.rates).size();
  }
  CHECK(total > 800);
}

TEST_CASE("difference: optax compares in the parameters' precision") {
  std::size_t differing = 0;
  for (const test::Answers& run : test::answers_of("optax")) {
    if (run.same || run.name != "single precision") continue;
    ++differing;
    CHECK(run.losses == std::vector<double>{1, 1 - 0x1p-25, 1 - 0x1p-24, 0.5});
    CHECK(decays(run.rates) == std::vector<int>{2});
    CHECK(decays(our_rates(run)).empty());
  }
  CHECK(differing == 1);
}

TEST_CASE("difference: on a negative best, optax counts a worsening as an improvement") {
  const test::Answers run = test::answers_of("optax", "negative, relative margin");
  REQUIRE_FALSE(run.same);
  CHECK(run.losses == std::vector<double>{-8, -7.5, -7, -6.75, -8.5, -9, -9.5, -9.25});
  CHECK(decays(run.rates).empty());
  CHECK(decays(our_rates(run)) == std::vector<int>{2, 3, 4, 5, 6, 8});
}

TEST_CASE("difference: optax counts non-finite losses towards the patience") {
  struct Case {
    std::string name;
    std::vector<int> optax, ours;
  };
  for (const Case& c : {Case{"NaN at first", {}, {}},
                        {"NaN later", {3}, {}},
                        {"infinity at first", {2}, {}},
                        {"infinity later", {3}, {}},
                        {"minus infinity", {4, 6}, {}}}) {
    CAPTURE(c.name);
    const test::Answers run = test::answers_of("optax", c.name);
    REQUIRE_FALSE(run.same);
    CHECK(decays(run.rates) == c.optax);
    CHECK(decays(our_rates(run)) == c.ours);
  }
}
