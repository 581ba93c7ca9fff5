#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace trainer {

/// The indices, ascending, of `limit` of the things that have these labels, as many of each class as
/// of another while both have some; all of them if `limit` is 0 or more than there are.
///
/// Of a class the first are taken or, with a seed, some that it chooses. Labels are in
/// 0 … classes - 1; throws std::out_of_range for others.
[[nodiscard]] std::vector<std::int64_t> balanced_subset(std::span<const std::int64_t> labels,
                                                        std::size_t classes, std::int64_t limit,
                                                        std::optional<std::uint64_t> seed = {});

}  // namespace trainer
