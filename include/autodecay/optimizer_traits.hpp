#pragma once

#include <concepts>
#include <type_traits>

namespace autodecay {

/// The learning rate of an optimizer that is written by hand, as a type of its own, so that a loss
/// cannot take its place:
///
///   LearningRate rate{0.1};
///   parameter -= rate.value * gradient;
///   scheduler.step(rate, loss);
struct LearningRate {
  double value;

  bool operator==(const LearningRate&) const = default;
};

namespace detail {

/// As LibTorch's optimizers: param_groups() of options() with get_lr() and set_lr().
template <typename O>
concept HasParamGroups = requires(O& optimizer, double rate) {
  { optimizer.param_groups().begin()->options().get_lr() } -> std::convertible_to<double>;
  optimizer.param_groups().begin()->options().set_lr(rate);
};

/// As ensmallen's optimizers: StepSize() is a reference to the rate.
template <typename O>
concept HasStepSize = requires(O& optimizer) {
  { optimizer.StepSize() } -> std::same_as<double&>;
};

/// As dlib's dnn_trainer: get_learning_rate() and set_learning_rate().
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

/// How the library reaches an optimizer's learning rates, found by the optimizer's structure:
///
/// | optimizer                                  | what is read and written                       |
/// |--------------------------------------------|------------------------------------------------|
/// | LearningRate                               | value                                          |
/// | LibTorch: torch::optim::Optimizer and all  | every group's options().get_lr()/set_lr()      |
/// | ensmallen: SGD<…>, Adam, …                 | StepSize()                                     |
/// | dlib: dnn_trainer                          | get_learning_rate()/set_learning_rate()        |
///
/// For any other, specialise it:
///
///   template <>
///   struct autodecay::OptimizerTraits<Mine> {
///     static void transform_learning_rates(Mine& mine, auto&& transform) {
///       mine.rate = transform(mine.rate);
///     }
///   };
///
/// `transform` maps a rate to a rate (double to double) and is called once for each, in order.
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

/// Optimizer: a type whose learning rates OptimizerTraits reaches.
template <typename O>
concept Optimizer = requires(O& optimizer) {
  OptimizerTraits<O>::transform_learning_rates(optimizer, [](double rate) { return rate; });
};

}  // namespace autodecay
