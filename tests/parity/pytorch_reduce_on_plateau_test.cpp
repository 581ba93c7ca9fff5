// ReduceOnPlateau compared with torch.optim.lr_scheduler.ReduceLROnPlateau: the cases in which the
// two rules agree, and the intended differences. PyTorch wrote its answers to answers/pytorch.txt.

#include "parity/answers.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/presets.hpp>

using namespace autodecay;

namespace {

/// With a patience that is higher by one, because PyTorch waits for "more than patience" losses.
ReduceOnPlateau reduce_on_plateau(const test::Answers& run) {
  const bool relative = run.text("threshold_mode", "rel") == "rel";
  const double threshold = run.number("threshold", 1e-4);
  return ReduceOnPlateau({.patience = run.count("patience", 10) + 1,
                          .relative_margin = relative ? threshold : 0.0,
                          .absolute_margin = relative ? 0.0 : threshold,
                          .factor = run.number("factor", 0.1)});
}

std::vector<int> our_decays(const test::Answers& run) {
  return test::decays(
      test::rates_of(reduce_on_plateau(run), run.rates.front().rates, run.minimised("min")));
}

/// 0 if there is none.
int first(const std::vector<int>& decays) { return decays.empty() ? 0 : decays.front(); }

}  // namespace

TEST_CASE("patience P equals PyTorch's patience P-1 up to the first decay") {
  // Only runs without a limit on the rate, because a limit may hide a decay.
  const std::set<std::string> names{
      "rule",     "no patience",        "long",     "at the margin",
      "ties",     "constant",           "mode max", "negative, absolute margin",
      "defaults", "negative, no margin"};
  std::size_t decaying = 0;
  for (const test::Answers& run : test::answers_of("pytorch")) {
    if (!names.contains(run.name)) continue;
    CAPTURE(run.name);
    CAPTURE(run.options_text);
    CHECK(first(our_decays(run)) == first(test::decays(run.rates)));
    decaying += run.rates.size() > 1 ? 1 : 0;
  }
  CHECK(decaying > 50);
}

TEST_CASE("with the same patience, NoImprovement decays one observation earlier") {
  const test::Answers run = test::answers_of("pytorch", "constant");
  CHECK(run.count("patience", 10) == 2);
  CHECK(first(test::decays(run.rates)) == 4);
  CHECK(first(test::decays(test::rates_of(ReduceOnPlateau({.patience = 2}), {1.0}, run.losses))) ==
        3);
}

TEST_CASE("difference: on negative losses NoImprovement counts no worsening as an improvement") {
  const test::Answers run = test::answers_of("pytorch", "negative, relative margin");
  CHECK(run.losses[1] > run.losses[0]);
  CHECK(test::decays(run.rates).empty());
  CHECK(first(our_decays(run)) == 2);
}

TEST_CASE("difference: non-finite losses do not count towards the patience of NoImprovement") {
  const test::Answers run = test::answers_of("pytorch", "NaN later");
  CHECK(test::decays(run.rates) == std::vector{3});
  CHECK(our_decays(run).empty());
  ReduceOnPlateau scheduler = reduce_on_plateau(run);
  for (const double loss : run.losses) (void)scheduler.observe(loss);
  CHECK(scheduler.nonfinite_losses() == 4);
}

TEST_CASE("difference: the best of NoImprovement belongs to the stage") {
  // A lucky 1 in the first stage. The second stage improves steadily from 9, but not below 1.
  const test::Answers run = test::answers_of("pytorch", "a lucky first loss");
  CHECK(run.losses == std::vector<double>{1, 9, 9, 9, 8, 7, 6, 5, 4});
  CHECK(test::decays(run.rates) == std::vector{3, 5, 7, 9});
  CHECK(our_decays(run) == std::vector{3});
}
