#pragma once

#include <concepts>
#include <limits>
#include <type_traits>

namespace autodecay {

/// The learning rate of a hand-written optimizer. It is a separate type, so that a loss cannot be
/// passed in its place:
///
///   LearningRate rate{0.1};
///   parameter -= rate.value * gradient;
///   scheduler.step(rate, loss);
struct LearningRate {
  double value;

  bool operator==(const LearningRate&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("LearningRate", 1);
    ar.field("value", self.value);
  }
};

namespace detail {

/// LibTorch's optimizers: param_groups() whose options() have get_lr() and set_lr().
template <typename O>
concept HasParamGroups = requires(O& optimizer, double rate) {
  { optimizer.param_groups().begin()->options().get_lr() } -> std::convertible_to<double>;
  optimizer.param_groups().begin()->options().set_lr(rate);
};

/// ensmallen's optimizers: StepSize() returns a reference to the rate.
template <typename O>
concept HasStepSize = requires(O& optimizer) {
  { optimizer.StepSize() } -> std::same_as<double&>;
};

/// dlib's dnn_trainer: get_learning_rate() and set_learning_rate().
template <typename O>
concept HasLearningRate = requires(O& optimizer, double rate) {
  { optimizer.get_learning_rate() } -> std::convertible_to<double>;
  optimizer.set_learning_rate(rate);
};

template <typename O>
concept KnownOptimizer =
    !std::is_const_v<O> &&
    (std::same_as<O, LearningRate> || HasParamGroups<O> || HasStepSize<O> || HasLearningRate<O>);

}  // namespace detail

/// How the library reads and writes an optimizer's learning rates. The optimizer's structure
/// decides:
///
/// | optimizer                                  | read and written through                       |
/// |--------------------------------------------|------------------------------------------------|
/// | LearningRate                               | value                                          |
/// | LibTorch: all of torch::optim              | every group's options().get_lr()/set_lr()      |
/// | ensmallen: SGD<…>, Adam, …                 | StepSize()                                     |
/// | dlib: dnn_trainer                          | get_learning_rate()/set_learning_rate()        |
///
/// A dnn_trainer also lowers its rate by a rule of its own, unless
/// `trainer.set_learning_rate_shrink_factor(1)` switches that off.
///
/// For any other type, specialise it:
///
///   template <>
///   struct autodecay::OptimizerTraits<Mine> {
///     static void transform_learning_rates(Mine& mine, auto&& transform) {
///       mine.rate = transform(mine.rate);
///     }
///   };
///
/// `transform` maps a rate to a rate (double to double) and is called once per rate, in order.
template <typename O>
struct OptimizerTraits {};

template <detail::KnownOptimizer O>
struct OptimizerTraits<O> {
  static void transform_learning_rates(O& optimizer, auto&& transform) {
    if constexpr (std::same_as<O, LearningRate>) {
      optimizer.value = transform(optimizer.value);
    } else if constexpr (detail::HasParamGroups<O>) {
      for (auto& group : optimizer.param_groups()) {
        auto& options = group.options();
        options.set_lr(transform(options.get_lr()));
      }
    } else if constexpr (detail::HasStepSize<O>) {
      optimizer.StepSize() = transform(optimizer.StepSize());
    } else {
      optimizer.set_learning_rate(transform(optimizer.get_learning_rate()));
    }
  }
};

/// Optimizer: a type whose learning rates OptimizerTraits can read and write.
// Asked with a function pointer: in a module, compilers take a lambda in a concept for another lambda.
template <typename O>
concept Optimizer = requires(O& optimizer, double (*transform)(double)) {
  OptimizerTraits<O>::transform_learning_rates(optimizer, transform);
};

/// Sets each rate to new_rate(rate) if that is lower, and leaves it unchanged otherwise. Returns
/// whether any rate was lowered, which is what a decay action reports. A change below the resolution
/// of `float` does not count: an optimizer that rounds a floor of 0.001 up to its nearest `float`
/// could be lowered to that floor for ever.
template <Optimizer O>
bool lower_learning_rates(O& optimizer, auto&& new_rate) {
  constexpr double resolution = std::numeric_limits<float>::epsilon();
  bool lowered = false;
  OptimizerTraits<O>::transform_learning_rates(optimizer, [&](double rate) {
    const double lower = new_rate(rate);
    if (!(lower < rate)) return rate;
    lowered = lowered || rate - lower > resolution * rate;
    return lower;
  });
  return lowered;
}

}  // namespace autodecay
