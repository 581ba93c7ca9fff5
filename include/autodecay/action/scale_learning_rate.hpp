#pragma once

#include <autodecay/concepts.hpp>
#include <autodecay/detail/check.hpp>
#include <autodecay/optimizer_traits.hpp>

namespace autodecay {

/// Multiplies every learning rate: r' = max(factor · r, floor), and never more than r. The ratios
/// between parameter groups stay, until one of them meets the floor. Once no rate can be lowered, the
/// next plateau ends the training.
///
/// | option | unit                | range        | default |
/// |--------|---------------------|--------------|---------|
/// | factor | new rate / old rate | in (0, 1]    | 0.1     |
/// | floor  | learning rate       | at least 0   | 0       |
///
/// Throws std::invalid_argument for an option out of range.
class ScaleLearningRate {
 public:
  struct Options {
    double factor = 0.1;
    double floor = 0.0;

    bool operator==(const Options&) const = default;
  };

  ScaleLearningRate() : ScaleLearningRate(Options{}) {}

  explicit ScaleLearningRate(Options options) : options_(options) {
    detail::check_option(options.factor > 0.0 && options.factor <= 1.0, "ScaleLearningRate",
                         "factor", "in (0, 1]", options.factor);
    detail::check_option(options.floor >= 0.0, "ScaleLearningRate", "floor", "at least 0",
                         options.floor);
  }

  template <Optimizer O>
  bool operator()(O& optimizer, const Stage&) const {
    bool changed = false;
    OptimizerTraits<O>::transform_learning_rates(optimizer, [&](double rate) {
      const double scaled = options_.factor * rate;
      const double floored = scaled > options_.floor ? scaled : options_.floor;
      if (!(floored < rate)) return rate;
      changed = true;
      return floored;
    });
    return changed;
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {}

  bool operator==(const ScaleLearningRate&) const = default;

  void archive(auto& ar) {
    ar.type("ScaleLearningRate", 1);
    ar.field("factor", options_.factor);
    ar.field("floor", options_.floor);
    ar.require(options_.factor > 0.0 && options_.factor <= 1.0 && options_.floor >= 0.0,
               "factor in (0, 1] and floor >= 0");
  }

 private:
  Options options_;
};

}  // namespace autodecay
