#pragma once

#include <concepts>
#include <cstdint>
#include <stdexcept>
#include <type_traits>

#include <autodecay/batch_size_traits.hpp>
#include <autodecay/detail/raise.hpp>
#include <autodecay/optimizer_traits.hpp>

namespace autodecay::runtime {

/// A reference to an object with learning rates, a batch size or both, for actions that are chosen
/// at run time. It reaches them through the object's OptimizerTraits and BatchSizeTraits, and is
/// itself such an object. The referenced object must outlive it.
///
/// Throws std::invalid_argument if a transformation is asked for what the object does not have.
class AnyOptimizer {
 public:
  template <typename O>
  requires(!std::same_as<O, AnyOptimizer> &&
           (Optimizer<O> || HasBatchSize<O>)) explicit AnyOptimizer(O& object) noexcept
      : object_(&object) {
    if constexpr (Optimizer<O>)
      rates_ = [](void* to, Function<double> transform) {
        OptimizerTraits<O>::transform_learning_rates(*static_cast<O*>(to), transform);
      };
    if constexpr (HasBatchSize<O>)
      size_ = [](void* to, Function<std::int64_t> transform) {
        BatchSizeTraits<O>::transform_batch_size(*static_cast<O*>(to), transform);
      };
  }

  void transform_learning_rates(auto&& transform) {
    if (rates_ == nullptr)
      autodecay::detail::raise<std::invalid_argument>(
          "the action changes learning rates, and there are none");
    rates_(object_, Function<double>(transform));
  }

  void transform_batch_size(auto&& transform) {
    if (size_ == nullptr)
      autodecay::detail::raise<std::invalid_argument>(
          "the action changes a batch size, and there is none");
    size_(object_, Function<std::int64_t>(transform));
  }

 private:
  /// A reference to a function from numbers to numbers.
  template <typename Number>
  class Function {
   public:
    template <typename F>
    explicit Function(F& function) noexcept
        : function_(const_cast<void*>(static_cast<const void*>(&function))),
          call_([](void* to, Number value) -> Number { return (*static_cast<F*>(to))(value); }) {}

    Number operator()(Number value) const { return call_(function_, value); }

   private:
    void* function_;
    Number (*call_)(void*, Number);
  };

  void* object_;
  void (*rates_)(void*, Function<double>) = nullptr;
  void (*size_)(void*, Function<std::int64_t>) = nullptr;
};

}  // namespace autodecay::runtime

namespace autodecay {

template <>
struct OptimizerTraits<runtime::AnyOptimizer> {
  static void transform_learning_rates(runtime::AnyOptimizer& optimizer, auto&& transform) {
    optimizer.transform_learning_rates(transform);
  }
};

template <>
struct BatchSizeTraits<runtime::AnyOptimizer> {
  static void transform_batch_size(runtime::AnyOptimizer& optimizer, auto&& transform) {
    optimizer.transform_batch_size(transform);
  }
};

}  // namespace autodecay
