#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace trainer {

/// The ascending indices of `limit` items with these labels, balanced over the classes as far as
/// they last; all of them if `limit` is 0 or exceeds their number.
///
/// Takes the first items of a class or, with a seed, a random choice. Throws std::out_of_range
/// unless labels are in 0 … classes - 1.
[[nodiscard]] std::vector<std::int64_t> balanced_subset(std::span<const std::int64_t> labels,
                                                        std::size_t classes, std::int64_t limit,
                                                        std::optional<std::uint64_t> seed = {});

}  // namespace trainer
