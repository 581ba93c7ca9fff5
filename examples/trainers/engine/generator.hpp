#pragma once

#include <cstdint>

#include <ATen/core/Generator.h>

namespace trainer {

/// A separate CPU random generator for each epoch (step 0: the order of the images) and each of its
/// steps, derived from a run's seed.
[[nodiscard]] at::Generator generator_of(std::uint64_t seed, std::int64_t epoch, std::int64_t step);

}  // namespace trainer
