#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

namespace autodecay {

namespace detail {

/// An integer type other than bool, or a reference to one.
template <typename T>
concept Integer =
    std::integral<std::remove_cvref_t<T>> && !std::same_as<std::remove_cvref_t<T>, bool>;

/// ensmallen's optimizers: BatchSize() returns a reference to the size.
template <typename O>
concept HasBatchSizeReference = requires(O& optimizer) {
  { optimizer.BatchSize() } -> Integer;
  optimizer.BatchSize() = 1;
};

/// Any type with batch_size() and set_batch_size().
template <typename O>
concept HasBatchSizeSetter = requires(O& optimizer) {
  { optimizer.batch_size() } -> Integer;
  optimizer.set_batch_size(optimizer.batch_size());
};

/// dlib's dnn_trainer: get_mini_batch_size() and set_mini_batch_size().
template <typename O>
concept HasMiniBatchSize = requires(O& optimizer) {
  { optimizer.get_mini_batch_size() } -> Integer;
  optimizer.set_mini_batch_size(optimizer.get_mini_batch_size());
};

template <typename O>
concept KnownBatchSize = !std::is_const_v<O> && (Integer<O> || HasBatchSizeReference<O> ||
                                                 HasBatchSizeSetter<O> || HasMiniBatchSize<O>);

/// `from`, or the nearest value that To can represent.
template <Integer To>
[[nodiscard]] constexpr To saturated(Integer auto from) noexcept {
  constexpr To least = (std::numeric_limits<To>::min)();
  constexpr To largest = (std::numeric_limits<To>::max)();
  // Unary plus promotes character types, which std::cmp_less rejects.
  if (std::cmp_less(+from, +least)) return least;
  if (std::cmp_greater(+from, +largest)) return largest;
  return static_cast<To>(from);
}

/// Calls set(n) with the transformed size n, unless the size is unchanged.
template <Integer N>
void transform_size(N size, auto&& transform, auto&& set) {
  const auto before = saturated<std::int64_t>(size);
  const std::int64_t after = transform(before);
  if (after != before) set(saturated<N>(after));
}

}  // namespace detail

/// How the library reads and writes a batch size. The structure of the type that holds the size
/// decides:
///
/// | optimizer, trainer, loader, …              | read and written through                       |
/// |--------------------------------------------|------------------------------------------------|
/// | an integer variable                        | the variable                                   |
/// | any type with these two members            | batch_size()/set_batch_size()                  |
/// | ensmallen: SGD<…>, Adam, …                 | BatchSize()                                    |
/// | dlib: dnn_trainer                          | get_mini_batch_size()/set_mini_batch_size()    |
///
/// For any other type, specialise it:
///
///   template <>
///   struct autodecay::BatchSizeTraits<Mine> {
///     static void transform_batch_size(Mine& mine, auto&& transform) {
///       mine.batch = transform(mine.batch);
///     }
///   };
///
/// `transform` maps a size to a size (std::int64_t to std::int64_t) and is called once. An
/// unchanged size is not written. A size that the integer type cannot represent becomes its largest
/// value.
template <typename O>
struct BatchSizeTraits {};

template <detail::KnownBatchSize O>
struct BatchSizeTraits<O> {
  static void transform_batch_size(O& optimizer, auto&& transform) {
    if constexpr (detail::Integer<O>) {
      detail::transform_size(optimizer, transform, [&](auto size) { optimizer = size; });
    } else if constexpr (detail::HasBatchSizeReference<O>) {
      detail::transform_size(optimizer.BatchSize(), transform,
                             [&](auto size) { optimizer.BatchSize() = size; });
    } else if constexpr (detail::HasBatchSizeSetter<O>) {
      detail::transform_size(optimizer.batch_size(), transform,
                             [&](auto size) { optimizer.set_batch_size(size); });
    } else {
      detail::transform_size(optimizer.get_mini_batch_size(), transform,
                             [&](auto size) { optimizer.set_mini_batch_size(size); });
    }
  }
};

/// HasBatchSize: a type whose batch size BatchSizeTraits can read and write.
// Asked with a function pointer, as Optimizer is.
template <typename O>
concept HasBatchSize = requires(O& optimizer, std::int64_t (*transform)(std::int64_t)) {
  BatchSizeTraits<O>::transform_batch_size(optimizer, transform);
};

}  // namespace autodecay
