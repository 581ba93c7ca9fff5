#pragma once

#include <autodecay/detail/known_level.hpp>

namespace autodecay::detail {

/// The best level so far, and whether a new level improves on it by a margin. The first level
/// always counts as an improvement.
class BestLevel {
 public:
  /// Stores the level as the best, and returns true, if
  ///
  ///   level < best - relative · |best| - absolute
  ///
  /// If the best is not negative, the bound is computed as best · (1 - relative) - absolute.
  /// PyTorch and optax compute it this way, so that the answers agree to the bit.
  bool improve(double level, double relative, double absolute) noexcept {
    const double factor = best_.value < 0.0 ? 1.0 + relative : 1.0 - relative;
    return take(level, level < best_.value * factor - absolute);
  }

  /// Stores the level as the best, and returns true, if level + absolute < best. Keras computes it
  /// this way; the rounding differs from that of improve().
  bool improve_by(double level, double absolute) noexcept {
    return take(level, level + absolute < best_.value);
  }

  bool operator==(const BestLevel&) const = default;

  static void archive(auto& self, auto& ar) { KnownLevel::archive("best", self.best_, ar); }

 private:
  bool take(double level, bool improves) noexcept {
    if (best_.known && !improves) return false;
    best_.set(level);
    return true;
  }

  KnownLevel best_;
};

}  // namespace autodecay::detail
