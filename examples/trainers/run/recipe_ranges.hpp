#pragma once

#include "support/usage_error.hpp"

#include <cstdint>
#include <string>

namespace trainer {

/// The upper bound on images per batch and epochs per run: no arithmetic on them can overflow.
inline constexpr std::int64_t most_images = 1'000'000'000;
inline constexpr std::int64_t most_epochs = 1'000'000'000;

/// Checks a batch size from a command line or a checkpoint. Throws UsageError that names it, its
/// range and its value.
inline void require_batch_size(const std::string& name, std::int64_t size) {
  support::require(size >= 1 && size <= most_images, name, "in 1 … 1000000000 images", size);
}

}  // namespace trainer
