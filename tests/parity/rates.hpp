#pragma once

#include <cstddef>
#include <vector>

#include <autodecay/optimizer_traits.hpp>

/// The learning rates that a scheduler sets during a run.
namespace test {

/// The learning rates of the parameter groups from one observation on. Observation 0 stands for the
/// rates before the first loss.
struct Rates {
  int observation = 0;
  std::vector<double> rates;

  bool operator==(const Rates&) const = default;
};

/// The observations at which the rates changed.
[[nodiscard]] inline std::vector<int> decays(const std::vector<Rates>& rates) {
  std::vector<int> observations;
  for (std::size_t i = 1; i < rates.size(); ++i) observations.push_back(rates[i].observation);
  return observations;
}

/// An optimizer with a rate for each parameter group, kept as a `Real`.
template <typename Real = double>
struct Groups {
  explicit Groups(const std::vector<double>& rates) {
    for (const double rate : rates) numbers.push_back(static_cast<Real>(rate));
  }
  [[nodiscard]] std::vector<double> rates() const { return {numbers.begin(), numbers.end()}; }

  std::vector<Real> numbers;
};

/// The rates that the run would have recorded for this scheduler.
template <typename Real = double, typename S>
[[nodiscard]] std::vector<Rates> rates_of(S scheduler, const std::vector<double>& initial,
                                          const std::vector<double>& losses) {
  Groups<Real> optimizer(initial);
  std::vector<Rates> rates{{0, optimizer.rates()}};
  for (std::size_t i = 0; i < losses.size(); ++i) {
    (void)scheduler.step(optimizer, losses[i]);
    if (optimizer.rates() != rates.back().rates)
      rates.push_back({static_cast<int>(i) + 1, optimizer.rates()});
  }
  return rates;
}

}  // namespace test

template <typename Real>
struct autodecay::OptimizerTraits<test::Groups<Real>> {
  static void transform_learning_rates(test::Groups<Real>& optimizer, auto&& transform) {
    for (Real& rate : optimizer.numbers)
      rate = static_cast<Real>(transform(static_cast<double>(rate)));
  }
};
