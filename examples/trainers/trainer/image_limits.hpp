#pragma once

#include "trainer/usage_error.hpp"

#include <cstdint>

namespace trainer {

/// What an image may ask for. A file of a megabyte can ask for gigabytes by its number of pixels, and
/// for minutes by its number of scans, each of which goes over all of them.
struct ImageLimits {
  std::int64_t pixels = 100'000'000;  ///< at most; 1 … 2^28
  std::int64_t scans = 100;  ///< of a JPEG at most; 1 … 1000. A progressive one has 10 or so

  bool operator==(const ImageLimits&) const = default;
};

/// Calls visit(name, setting, help) for each of the limits, as for_each_setting() of an options type
/// does.
template <typename Limits, typename Visitor>
void visit_image_limits(Limits& limits, Visitor&& visit) {
  visit("max-pixels", limits.pixels, "of an image; one with more is treated as a damaged one");
  visit("max-scans", limits.scans, "of a JPEG image; one with more is treated as a damaged one");
}

/// Throws UsageError for a limit out of its range.
inline void check(const ImageLimits& limits) {
  require(limits.pixels >= 1 && limits.pixels <= std::int64_t{1} << 28, "--max-pixels",
          "in 1 … 268435456", limits.pixels);
  require(limits.scans >= 1 && limits.scans <= 1000, "--max-scans", "in 1 … 1000", limits.scans);
}

}  // namespace trainer
