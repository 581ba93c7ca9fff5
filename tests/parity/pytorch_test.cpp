// compat::PyTorchScheduler compared with torch.optim.lr_scheduler.ReduceLROnPlateau and timm's
// PlateauLRScheduler. The packages wrote their answers to answers/pytorch.txt and answers/timm.txt.

#include "parity/answers.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/compat/pytorch_scheduler.hpp>

using autodecay::compat::PyTorchScheduler;

namespace {

PyTorchScheduler ours(const test::Answers& run) {
  const bool relative = run.text("threshold_mode", "rel") == "rel";
  const double threshold = run.number("threshold", 1e-4);
  return PyTorchScheduler({.patience = run.count("patience", 10),
                           .relative_margin = relative ? threshold : 0.0,
                           .absolute_margin = relative ? 0.0 : threshold,
                           .cooldown = run.count("cooldown", 0),
                           .factor = run.number("factor", 0.1),
                           .floor = run.number("min_lr", 0.0),
                           .least_change = run.number("eps", 1e-8)});
}

PyTorchScheduler as_timm(const test::Answers& run) {
  return PyTorchScheduler({.patience = run.count("patience_t", 10),
                           .relative_margin = run.number("threshold", 1e-4),
                           .cooldown = run.count("cooldown_t", 0),
                           .factor = run.number("decay_rate", 0.1),
                           .floor = run.number("lr_min", 0.0)});
}

std::vector<test::Rates> our_rates(const test::Answers& run) {
  return test::rates_of(ours(run), run.rates.front().rates, run.minimised("min"));
}

}  // namespace

TEST_CASE("PyTorchScheduler sets the rates that PyTorch sets, at the same observations") {
  std::size_t total = 0;
  for (const test::Answers& run : test::answers_of("pytorch")) {
    if (!run.same) continue;
    CAPTURE(run.name);
    CAPTURE(run.options_text);
    CHECK(our_rates(run) == run.rates);
    total += decays(run.rates).size();
  }
  CHECK(total > 1500);
}

TEST_CASE("PyTorchScheduler sets the rates that timm sets, at the same observations") {
  std::size_t total = 0;
  for (const test::Answers& run : test::answers_of("timm")) {
    CAPTURE(run.name);
    CAPTURE(run.options_text);
    CHECK(test::rates_of(as_timm(run), run.rates.front().rates, run.minimised("max")) == run.rates);
    total += decays(run.rates).size();
  }
  CHECK(total > 300);
}

TEST_CASE("difference: on a negative best, PyTorch counts a worsening as an improvement") {
  const test::Answers run = test::answers_of("pytorch", "negative, relative margin");
  REQUIRE_FALSE(run.same);
  // The bound for a best of -8 is -8 · (1 - 1/8) = -7 in PyTorch and -9 here.
  CHECK(run.losses == std::vector<double>{-8, -7.5, -7, -6.75, -8.5, -9, -9.5, -9.25});
  CHECK(decays(run.rates).empty());
  CHECK(decays(our_rates(run)) == std::vector<int>{2, 3, 4, 5, 6, 8});
}

TEST_CASE("difference: PyTorch counts non-finite losses towards the patience") {
  struct Case {
    std::string name;
    std::vector<int> pytorch, ours;
  };
  for (const Case& c : {Case{"NaN at first", {}, {}},
                        {"NaN later", {3}, {}},
                        {"infinity at first", {2}, {}},
                        {"infinity later", {3}, {}},
                        {"minus infinity", {4, 6}, {}}}) {
    CAPTURE(c.name);
    const test::Answers run = test::answers_of("pytorch", c.name);
    REQUIRE_FALSE(run.same);
    CHECK(decays(run.rates) == c.pytorch);
    CHECK(decays(our_rates(run)) == c.ours);
  }
}
