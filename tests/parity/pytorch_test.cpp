// compat::PyTorchScheduler compared with torch.optim.lr_scheduler.ReduceLROnPlateau and timm's
// PlateauLRScheduler. The packages wrote their answers to answers/pytorch.txt and answers/timm.txt.

#include "parity/checks.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/compat/pytorch_scheduler.hpp>

using autodecay::compat::PyTorchScheduler;

namespace {

PyTorchScheduler pytorch_scheduler(const test::Answers& run) {
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

std::vector<test::Rates> pytorch_rates(const test::Answers& run) {
  return test::rates_of(pytorch_scheduler(run), run.rates.front().rates, run.minimised("min"));
}

}  // namespace

TEST_CASE("PyTorchScheduler sets the rates that PyTorch sets, at the same observations") {
  CHECK(test::check_rates(test::same_runs("pytorch"), pytorch_rates) > 1500);
}

TEST_CASE("PyTorchScheduler sets the rates that timm sets, at the same observations") {
  const auto timm_rates = [](const test::Answers& run) {
    return test::rates_of(as_timm(run), run.rates.front().rates, run.minimised("max"));
  };
  CHECK(test::check_rates(test::answers_of("timm"), timm_rates) > 300);
}

TEST_CASE("difference: on a negative best, PyTorch counts a worsening as an improvement") {
  test::check_negative_best("pytorch", pytorch_rates);
}

TEST_CASE("difference: PyTorch counts non-finite losses towards the patience") {
  test::check_nonfinite("pytorch", pytorch_rates,
                        {{"NaN at first", {}},
                         {"NaN later", {3}},
                         {"infinity at first", {2}},
                         {"infinity later", {3}},
                         {"minus infinity", {4, 6}}});
}
