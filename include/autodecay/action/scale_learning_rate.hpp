#pragma once

#include <autodecay/concepts.hpp>
#include <autodecay/optimizer_traits.hpp>
#include <autodecay/options.hpp>

namespace autodecay {

/// Multiplies every learning rate by a factor: r' = max(factor · r, floor), and never more than r.
/// The ratios between parameter groups are kept until a rate reaches the floor. Once no rate can be
/// lowered, the next plateau ends the training.
///
/// Throws std::invalid_argument for an option out of range. Cost: 16 bytes; one multiplication per
/// rate and decay.
class ScaleLearningRate {  // ScaleLearningRate{{.factor = 0.5}}
 public:
  struct Options {
    double factor = 0.1;
    double floor = 0.0;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("factor", options.factor, above_to(0, 1), "new rate / old rate",
             "a decay multiplies every rate by this");
      option("floor", options.floor, at_least(0), "learning rate", "no rate is lowered below this");
    }
  };

  ScaleLearningRate() : ScaleLearningRate(Options{}) {}

  explicit ScaleLearningRate(Options options)  // ScaleLearningRate{{.factor = 0.5}}
      : options_(checked("ScaleLearningRate", options)) {}

  template <Optimizer O>
  bool operator()(O& optimizer, const Stage&) const {
    return lower_learning_rates(optimizer, [this](double rate) {
      const double scaled = options_.factor * rate;
      return scaled > options_.floor ? scaled : options_.floor;
    });
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {}

  bool operator==(const ScaleLearningRate&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("ScaleLearningRate", 1);
    ar.options(self);
  }

 private:
  Options options_;
};

}  // namespace autodecay
