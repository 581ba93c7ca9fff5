#pragma once

#include <cstdint>

#include <autodecay/average/latest_value.hpp>
#include <autodecay/compat/pytorch_plateau.hpp>
#include <autodecay/drop/unlimited.hpp>
#include <autodecay/optimizer_traits.hpp>
#include <autodecay/options.hpp>
#include <autodecay/scheduler.hpp>

namespace autodecay::compat {

/// The decay of PyTorch's ReduceLROnPlateau. Each learning rate r becomes
///
///   r' = max(factor · r, floor)   if r - r' > least_change;   otherwise it does not change
///
/// | option       | PyTorch's name |
/// |--------------|----------------|
/// | factor       | factor         |
/// | floor        | min_lr         |
/// | least_change | eps            |
///
/// Throws std::invalid_argument for an option out of range. The floor is the same for every
/// parameter group; PyTorch also accepts one per group. Cost: 24 bytes.
/// Source: torch/optim/lr_scheduler.py, class ReduceLROnPlateau. Tested against torch 2.11.0.
class PyTorchDecay {  // compat::PyTorchDecay{{.factor = 0.5}}
 public:
  struct Options {
    double factor = 0.1;
    double floor = 0.0;
    double least_change = 1e-8;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("factor", options.factor, above_to(0, 1), "new rate / old rate",
             "a decay multiplies every rate by this");
      option("floor", options.floor, at_least(0), "learning rate", "no rate is lowered below this");
      option("least_change", options.least_change, at_least(0), "learning rate",
             "a rate does not change if the decay would lower it by at most this");
    }
  };

  PyTorchDecay() : PyTorchDecay(Options{}) {}

  explicit PyTorchDecay(Options options)  // compat::PyTorchDecay{{.factor = 0.5}}
      : options_(checked("PyTorchDecay", options)) {}

  template <Optimizer O>
  bool operator()(O& optimizer, const Stage&) const {
    return lower_learning_rates(optimizer, [this](double rate) {
      const double scaled = options_.factor * rate;
      const double floored = scaled > options_.floor ? scaled : options_.floor;
      return rate - floored > options_.least_change ? floored : rate;
    });
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {}

  bool operator==(const PyTorchDecay&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("PyTorchDecay", 1);
    ar.options(self);
  }

 private:
  Options options_;
};

/// PyTorch's ReduceLROnPlateau as a whole, with PyTorch's defaults:
///
///   compat::PyTorchScheduler scheduler({.patience = 5, .factor = 0.5});
///   scheduler.step(optimizer, loss);
///
/// See PyTorchPlateau for when it decays and PyTorchDecay for the new rates. Once a decay can
/// change no rate, step() answers stop, whereas PyTorch continues with the same rates.
class PyTorchScheduler  // compat::PyTorchScheduler({.patience = 10})
    : public Scheduler<LatestValue, PyTorchPlateau, Unlimited, PyTorchDecay> {
 public:
  struct Options {
    std::int64_t patience = PyTorchPlateau::Options{}.patience;          ///< of PyTorchPlateau
    double relative_margin = PyTorchPlateau::Options{}.relative_margin;  ///< of PyTorchPlateau
    double absolute_margin = PyTorchPlateau::Options{}.absolute_margin;  ///< of PyTorchPlateau
    std::int64_t cooldown = PyTorchPlateau::Options{}.cooldown;          ///< of PyTorchPlateau
    double factor = PyTorchDecay::Options{}.factor;                      ///< of PyTorchDecay
    double floor = PyTorchDecay::Options{}.floor;                        ///< of PyTorchDecay
    double least_change = PyTorchDecay::Options{}.least_change;          ///< of PyTorchDecay

    static void describe(auto& options, auto&& option) {
      describe_as_in<PyTorchPlateau>("patience", options.patience, option);
      describe_as_in<PyTorchPlateau>("relative_margin", options.relative_margin, option);
      describe_as_in<PyTorchPlateau>("absolute_margin", options.absolute_margin, option);
      describe_as_in<PyTorchPlateau>("cooldown", options.cooldown, option);
      describe_as_in<PyTorchDecay>("factor", options.factor, option);
      describe_as_in<PyTorchDecay>("floor", options.floor, option);
      describe_as_in<PyTorchDecay>("least_change", options.least_change, option);
    }
  };

  PyTorchScheduler() : PyTorchScheduler(Options{}) {}

  /// Throws std::invalid_argument for an option out of the range of its policy.
  explicit PyTorchScheduler(Options options,  // compat::PyTorchScheduler({.patience = 10})
                            SchedulerOptions scheduler = {})
      : Scheduler(LatestValue(),
                  PyTorchPlateau({options.patience, options.relative_margin,
                                  options.absolute_margin, options.cooldown}),
                  Unlimited(), PyTorchDecay({options.factor, options.floor, options.least_change}),
                  scheduler) {}
};

}  // namespace autodecay::compat
