// ReduceOnPlateau beside torch.optim.lr_scheduler.ReduceLROnPlateau: where the two rules coincide,
// and the differences that are meant.

#include "support/decisions.hpp"
#include "support/losses.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/presets.hpp>

using namespace autodecay;

namespace {

const double not_finite = std::numeric_limits<double>::quiet_NaN();

/// PyTorch's rule for mode 'min' and cooldown 0, written from its description: an infinite best at
/// the start, a count of values that are not better, a decay when it exceeds the patience. The best
/// outlives a decay.
class PyTorchRule {
 public:
  PyTorchRule(std::int64_t patience, double threshold, bool relative)
      : patience_(patience), threshold_(threshold), relative_(relative) {}

  bool step(double value) {
    const bool better = value < (relative_ ? best_ * (1.0 - threshold_) : best_ - threshold_);
    if (better) best_ = value;
    bad_ = better ? 0 : bad_ + 1;
    if (bad_ <= patience_) return false;
    bad_ = 0;
    return true;
  }

 private:
  std::int64_t patience_;
  double threshold_;
  bool relative_;
  double best_ = std::numeric_limits<double>::infinity();
  std::int64_t bad_ = 0;
};

ReduceOnPlateau ours(std::int64_t patience, double threshold, bool relative) {
  return ReduceOnPlateau({.patience = patience,
                          .relative_margin = relative ? threshold : 0.0,
                          .absolute_margin = relative ? 0.0 : threshold});
}

/// The value with which the first decay comes, from 1; 0 if none does.
template <typename Step>
std::int64_t first_decay(const std::vector<double>& values, Step step) {
  std::int64_t position = 0;
  for (const double value : values) {
    ++position;
    if (step(value)) return position;
  }
  return 0;
}

}  // namespace

TEST_CASE("on positive losses, patience P is PyTorch's P-1 up to the first decay") {
  std::vector<std::vector<double>> records = test::five_kinds(400);
  for (std::uint64_t seed = 1; seed <= 30; ++seed)
    records.push_back(test::noisy_descent(400, seed));
  for (auto& record : records)
    for (double& loss : record) loss += 8.0;  // now all are positive

  int decays = 0;
  for (const auto& record : records)
    for (const std::int64_t patience : {1, 2, 5, 10, 30})
      for (const double threshold : {0.0, 0x1p-13, 0x1p-7})
        for (const bool relative : {true, false}) {
          CAPTURE(patience);
          CAPTURE(threshold);
          CAPTURE(relative);
          PyTorchRule theirs(patience - 1, threshold, relative);
          ReduceOnPlateau scheduler = ours(patience, threshold, relative);
          const auto expected = first_decay(record, [&](double x) { return theirs.step(x); });
          const auto found = first_decay(
              record, [&](double x) { return scheduler.observe(x) == Decision::decay; });
          CHECK(found == expected);
          decays += expected > 0 ? 1 : 0;
        }
  CHECK(decays > 500);
}

TEST_CASE("with the defaults of both, ours decays one observation earlier") {
  // PyTorch's documentation of a constant metric and patience 2: the first decay on the 4th value.
  PyTorchRule theirs(2, 1e-4, true);
  ReduceOnPlateau scheduler({.patience = 2});
  const std::vector<double> constant(10, 1.0);
  CHECK(first_decay(constant, [&](double x) { return theirs.step(x); }) == 4);
  CHECK(first_decay(constant, [&](double x) { return scheduler.observe(x) == Decision::decay; }) ==
        3);
}

TEST_CASE("difference: on negative losses a worsening is no improvement here") {
  // -10, then up by less than a hundredth of it: PyTorch's bound best·(1 - 0.01) lies above best.
  const std::vector<double> worsening{-10.0, -9.95, -9.92, -9.91};
  PyTorchRule theirs(0, 0.01, true);
  ReduceOnPlateau scheduler = ours(1, 0.01, true);
  CHECK(first_decay(worsening, [&](double x) { return theirs.step(x); }) == 0);
  CHECK(first_decay(worsening, [&](double x) { return scheduler.observe(x) == Decision::decay; }) ==
        2);
}

TEST_CASE("difference: a loss that is not finite neither counts nor lowers the rate here") {
  const std::vector<double> losses{1.0, not_finite, not_finite, not_finite, 0.5};
  PyTorchRule theirs(1, 0.0, true);
  ReduceOnPlateau scheduler = ours(2, 0.0, true);
  CHECK(first_decay(losses, [&](double x) { return theirs.step(x); }) == 3);
  CHECK(first_decay(losses, [&](double x) { return scheduler.observe(x) != Decision::hold; }) == 0);
  CHECK(scheduler.nonfinite_losses() == 3);
}

TEST_CASE("difference: the best belongs to the stage here") {
  // A lucky 1 in the first stage; the second falls steadily from 9 but not below it.
  const std::vector<double> losses{1, 9, 9, 9, 8, 7, 6, 5, 4};
  PyTorchRule theirs(1, 0.0, true);
  ReduceOnPlateau scheduler = ours(2, 0.0, true);
  std::vector<int> their_decays, our_decays;
  for (int i = 0; i < 9; ++i) {
    if (theirs.step(losses[static_cast<std::size_t>(i)])) their_decays.push_back(i + 1);
    if (scheduler.observe(losses[static_cast<std::size_t>(i)]) == Decision::decay)
      our_decays.push_back(i + 1);
  }
  CHECK(their_decays == std::vector{3, 5, 7, 9});
  CHECK(our_decays == std::vector{3});
}
