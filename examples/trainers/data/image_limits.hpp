#pragma once

#include "support/usage_error.hpp"

#include <cstdint>

namespace trainer {

/// Limits on what decoding an image may cost. A file of a megabyte can demand gigabytes by its
/// number of pixels, and minutes by its number of scans, each of which passes over all pixels.
struct ImageLimits {
  std::int64_t pixels = 100'000'000;  ///< at most; 1 … 2^28
  std::int64_t scans = 100;  ///< at most, of a JPEG; 1 … 1000. Progressive ones have about 10

  bool operator==(const ImageLimits&) const = default;
};

/// Calls visit(name, setting, help) for each limit, like for_each_setting() of an options type.
template <typename Limits, typename Visitor>
void visit_image_limits(Limits& limits, Visitor&& visit) {
  visit("max-pixels", limits.pixels, "of an image; an image with more counts as damaged");
  visit("max-scans", limits.scans, "of a JPEG image; an image with more counts as damaged");
}

/// Throws UsageError for a limit out of range.
inline void check(const ImageLimits& limits) {
  support::require(limits.pixels >= 1 && limits.pixels <= std::int64_t{1} << 28, "--max-pixels",
                   "in 1 … 268435456", limits.pixels);
  support::require(limits.scans >= 1 && limits.scans <= 1000, "--max-scans", "in 1 … 1000",
                   limits.scans);
}

}  // namespace trainer
