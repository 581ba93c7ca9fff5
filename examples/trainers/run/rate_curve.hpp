#pragma once

#include <cstdint>

#include <autodecay/action/tail.hpp>
#include <autodecay/optimizer_traits.hpp>
#include <autodecay/options.hpp>
#include <autodecay/stage.hpp>

namespace trainer {

/// A learning rate that follows a curve over a number n of epochs that is known beforehand. After e
/// epochs it is the first rate times
///
///   1                          while e <= (1 - tail) n
///   s((e - (1 - tail) n) / (tail n))       afterwards; s(x): see autodecay::TailShape
///
/// so it is zero after the last epoch, which trains at the rate of its beginning. This is the
/// action of a schedule whose only stage has n epochs (fixed_schedules.hpp): the rate changes within
/// the stage, and there is no decay.
class RateCurve {
 public:
  struct Options {
    std::int64_t epochs = 0;  ///< n
    double tail = 1.0;
    autodecay::TailShape shape = autodecay::TailShape::linear;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("epochs", options.epochs, autodecay::at_least(1), "epochs",
             "the learning rate is zero after this many");
      option("tail", options.tail, autodecay::above_to(0, 1), "share of the epochs",
             "the learning rate goes down over the last epochs, and is constant before");
      option("shape", options.shape, autodecay::any_name, "", "how the learning rate goes down");
    }
  };

  /// Throws std::invalid_argument for an option out of range.
  explicit RateCurve(Options options) : options_(autodecay::checked("RateCurve", options)) {}

  /// A decay changes nothing.
  template <autodecay::Optimizer O>
  bool operator()(O&, const autodecay::Stage&) const {
    return false;
  }

  /// Sets every rate to that of the next epoch. Call it after each epoch of the stage but the last.
  template <autodecay::Optimizer O>
  void follow(O& optimizer, const autodecay::Stage& stage) const {
    const double before = share_after(stage.observations - 1);
    const double ratio = before > 0.0 ? share_after(stage.observations) / before : 0.0;
    autodecay::OptimizerTraits<O>::transform_learning_rates(
        optimizer, [ratio](double rate) { return rate * ratio; });
  }

  /// The rate after this many epochs, as a share of the first rate.
  [[nodiscard]] double share_after(std::int64_t epochs) const noexcept {
    const auto total = static_cast<double>(options_.epochs);
    const double constant = (1.0 - options_.tail) * total;
    const double way = (static_cast<double>(epochs) - constant) / (total - constant);
    if (way <= 0.0) return 1.0;
    if (way >= 1.0) return 0.0;
    return autodecay::rate_share(options_.shape, way);
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  bool operator==(const RateCurve&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("RateCurve", 1);
    ar.options(self);
  }

 private:
  Options options_;
};

}  // namespace trainer
