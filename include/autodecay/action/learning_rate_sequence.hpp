#pragma once

#include <cstddef>
#include <initializer_list>
#include <limits>
#include <utility>
#include <vector>

#include <autodecay/concepts.hpp>
#include <autodecay/optimizer_traits.hpp>
#include <autodecay/options.hpp>

namespace autodecay {

/// An explicit learning rate for each stage: LearningRateSequence{0.1, 0.02, 0.004} trains stage 1
/// at 0.1, stage 2 at 0.02 and stage 3 at 0.004. The training ends with the last of these stages.
///
/// The optimizer must start at the first rate, because the first decay is the first change. A rate
/// that equals the rate of its stage becomes exactly the next rate. Any other rate, such as that of
/// a second parameter group, is multiplied by the same quotient, so that the ratios between groups
/// are kept.
///
/// There must be at least one rate. Rates must be positive, finite and strictly decreasing;
/// std::invalid_argument otherwise. Cost: 8 bytes per rate.
class LearningRateSequence {
 public:
  LearningRateSequence(std::initializer_list<double> rates)
      : LearningRateSequence(std::vector(rates)) {}

  explicit LearningRateSequence(std::vector<double> rates) : rates_(std::move(rates)) {
    check_option("LearningRateSequence", "the number of rates", rates_.size(), at_least(1));
    check_each([](bool accepted, double rate) {
      if (!accepted)
        detail::refuse("LearningRateSequence", "each rate",
                       "greater than 0 and smaller than the one before", to_text(rate));
    });
  }

  template <Optimizer O>
  bool operator()(O& optimizer, const Stage& stage) const {
    const auto next = static_cast<std::size_t>(stage.index - 1);
    if (next == 0 || next >= rates_.size()) return false;
    const double from = rates_[next - 1];
    const double to = rates_[next];
    OptimizerTraits<O>::transform_learning_rates(
        optimizer, [from, to](double rate) { return rate == from ? to : rate * (to / from); });
    return true;
  }

  [[nodiscard]] const std::vector<double>& rates() const noexcept { return rates_; }

  void reset() noexcept {}

  bool operator==(const LearningRateSequence&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("LearningRateSequence", 1);
    ar.field("rates", self.rates_);
    ar.require(!self.rates_.empty(), "at least one rate");
    self.check_each(
        [&ar](bool accepted, double) { ar.require(accepted, "positive, decreasing rates"); });
  }

 private:
  /// Calls check(accepted, rate) for each rate, in order.
  void check_each(auto check) const {
    double previous = std::numeric_limits<double>::infinity();
    for (const double rate : rates_) {
      check(rate > 0.0 && rate < previous, rate);
      previous = rate;
    }
  }

  std::vector<double> rates_;
};

}  // namespace autodecay
