#pragma once

#include <autodecay/detail/known_level.hpp>

namespace autodecay::detail {

/// The best level so far, and whether another one is better by a margin:
///
///   level improves  <=>  level < best - relative · |best| - absolute
///
/// On a best that is not negative the bound is computed as PyTorch and optax do, best · (1 - relative)
/// - absolute, so that it is theirs to the bit. The first level always improves.
class BestLevel {
 public:
  /// Whether the level improves; it is the best then.
  bool improve(double level, double relative, double absolute) noexcept {
    const double factor = best_.value < 0.0 ? 1.0 + relative : 1.0 - relative;
    if (best_.known && !(level < best_.value * factor - absolute)) return false;
    best_.set(level);
    return true;
  }

  bool operator==(const BestLevel&) const = default;

  static void archive(auto& self, auto& ar) { KnownLevel::archive("best", self.best_, ar); }

 private:
  KnownLevel best_;
};

}  // namespace autodecay::detail
