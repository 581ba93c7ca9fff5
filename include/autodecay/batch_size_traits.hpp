#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

namespace autodecay {

namespace detail {

/// An integer or a reference to one; bool is none.
template <typename T>
concept Integer =
    std::integral<std::remove_cvref_t<T>> && !std::same_as<std::remove_cvref_t<T>, bool>;

/// As ensmallen's optimizers: BatchSize() is a reference to the size.
template <typename O>
concept HasBatchSizeReference = requires(O& optimizer) {
  { optimizer.BatchSize() } -> Integer;
  optimizer.BatchSize() = 1;
};

/// batch_size() and set_batch_size().
template <typename O>
concept HasBatchSizeSetter = requires(O& optimizer) {
  { optimizer.batch_size() } -> Integer;
  optimizer.set_batch_size(optimizer.batch_size());
};

/// As dlib's dnn_trainer: get_mini_batch_size() and set_mini_batch_size().
template <typename O>
concept HasMiniBatchSize = requires(O& optimizer) {
  { optimizer.get_mini_batch_size() } -> Integer;
  optimizer.set_mini_batch_size(optimizer.get_mini_batch_size());
};

template <typename O>
concept KnownBatchSize = !std::is_const_v<O> && (Integer<O> || HasBatchSizeReference<O> ||
                                                 HasBatchSizeSetter<O> || HasMiniBatchSize<O>);

/// `from`, or the nearest value that a To holds.
template <Integer To>
[[nodiscard]] constexpr To saturated(Integer auto from) noexcept {
  constexpr To least = (std::numeric_limits<To>::min)();
  constexpr To largest = (std::numeric_limits<To>::max)();
  // The + makes an integer of a character, which the comparisons refuse.
  if (std::cmp_less(+from, +least)) return least;
  if (std::cmp_greater(+from, +largest)) return largest;
  return static_cast<To>(from);
}

/// Calls set(n) with what `transform` makes of the size, unless that is the same.
template <Integer N>
void transform_size(N size, auto&& transform, auto&& set) {
  const auto before = saturated<std::int64_t>(size);
  const std::int64_t after = transform(before);
  if (after != before) set(saturated<N>(after));
}

}  // namespace detail

/// How the library reaches a batch size, found by the structure of what holds it:
///
/// | optimizer, trainer, loader, …              | what is read and written                       |
/// |--------------------------------------------|------------------------------------------------|
/// | an integer variable                        | the variable                                   |
/// | any with these two members                 | batch_size()/set_batch_size()                  |
/// | ensmallen: SGD<…>, Adam, …                 | BatchSize()                                    |
/// | dlib: dnn_trainer                          | get_mini_batch_size()/set_mini_batch_size()    |
///
/// For any other, specialise it:
///
///   template <>
///   struct autodecay::BatchSizeTraits<Mine> {
///     static void transform_batch_size(Mine& mine, auto&& transform) {
///       mine.batch = transform(mine.batch);
///     }
///   };
///
/// `transform` maps a size to a size (std::int64_t to std::int64_t) and is called once. A size that
/// it leaves as it was is not written; one that the integer cannot hold becomes its largest value.
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

/// HasBatchSize: a type whose batch size BatchSizeTraits reaches.
template <typename O>
concept HasBatchSize = requires(O& optimizer) {
  BatchSizeTraits<O>::transform_batch_size(optimizer, [](std::int64_t size) { return size; });
};

}  // namespace autodecay
