#pragma once

#include <cstdint>

#include <autodecay/average/latest_value.hpp>
#include <autodecay/compat/dlib_plateau.hpp>
#include <autodecay/drop/unlimited.hpp>
#include <autodecay/optimizer_traits.hpp>
#include <autodecay/options.hpp>
#include <autodecay/scheduler.hpp>

namespace autodecay::compat {

/// The decay of dlib's dnn_trainer. Each learning rate r becomes
///
///   r' = factor · r   if r' >= floor;   otherwise it does not change
///
/// dlib's training ends when the rate is below the floor. Here step() answers stop at the same
/// observation, and the rate keeps its last value above the floor.
///
/// | option | dlib's name                 |
/// |--------|-----------------------------|
/// | factor | learning_rate_shrink_factor |
/// | floor  | min_learning_rate           |
///
/// Throws std::invalid_argument for an option out of range. Do not use it for several rates of
/// different sizes: the larger rates continue to decay after the smaller rates have stopped. Cost: 16
/// bytes; one multiplication per rate and decay.
/// Source: dlib/dnn/trainer.h. Tested against dlib 19.24.
class DlibDecay {  // compat::DlibDecay{{.factor = 0.5}}
 public:
  struct Options {
    double factor = 0.1;
    double floor = 1e-5;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("factor", options.factor, between(0, 1), "new rate / old rate",
             "a decay multiplies every rate by this");
      option("floor", options.floor, at_least(0), "learning rate",
             "the training ends at a plateau if the new rate would be below this");
    }
  };

  DlibDecay() : DlibDecay(Options{}) {}

  explicit DlibDecay(Options options)  // compat::DlibDecay{{.factor = 0.5}}
      : options_(checked("DlibDecay", options)) {}

  template <Optimizer O>
  bool operator()(O& optimizer, const Stage&) const {
    return lower_learning_rates(optimizer, [this](double rate) {
      const double scaled = options_.factor * rate;
      return scaled < options_.floor ? rate : scaled;
    });
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {}

  bool operator==(const DlibDecay&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("DlibDecay", 1);
    ar.options(self);
  }

 private:
  Options options_;
};

/// The learning rate schedule of dlib's dnn_trainer as a whole, with dlib's defaults:
///
///   compat::DlibScheduler scheduler({.window = 500});
///   if (scheduler.step(rate, loss) == Decision::stop) break;
///
/// See DlibPlateau for when it decays, and DlibDecay for the new rates and the end. dlib's
/// default initial rate is 0.01.
class DlibScheduler  // compat::DlibScheduler({.window = 500})
    : public Scheduler<LatestValue, DlibPlateau, Unlimited, DlibDecay> {
 public:
  struct Options {
    std::int64_t window = DlibPlateau::Options{}.window;      ///< of DlibPlateau, observations
    double probability = DlibPlateau::Options{}.probability;  ///< of DlibPlateau
    double discard = DlibPlateau::Options{}.discard;          ///< of DlibPlateau
    double factor = DlibDecay::Options{}.factor;              ///< of DlibDecay
    double floor = DlibDecay::Options{}.floor;                ///< of DlibDecay, learning rate

    static void describe(auto& options, auto&& option) {
      describe_as_in<DlibPlateau>("window", options.window, option);
      describe_as_in<DlibPlateau>("probability", options.probability, option);
      describe_as_in<DlibPlateau>("discard", options.discard, option);
      describe_as_in<DlibDecay>("factor", options.factor, option);
      describe_as_in<DlibDecay>("floor", options.floor, option);
    }
  };

  DlibScheduler() : DlibScheduler(Options{}) {}

  /// Throws std::invalid_argument for an option out of the range of its policy.
  explicit DlibScheduler(Options options,  // compat::DlibScheduler({.window = 500})
                         SchedulerOptions scheduler = {})
      : Scheduler(LatestValue(),
                  DlibPlateau({options.window, options.probability, options.discard}), Unlimited(),
                  DlibDecay({options.factor, options.floor}), scheduler) {}
};

}  // namespace autodecay::compat
