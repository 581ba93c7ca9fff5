#pragma once

namespace autodecay::detail {

/// The best level so far, and whether another one is better by a margin. The first level always
/// improves.
class BestLevel {
 public:
  /// Takes the level as the best, and returns true, if
  ///
  ///   level < best - relative · |best| - absolute
  ///
  /// On a best that is not negative, the bound is computed as best · (1 - relative) - absolute. That
  /// is how PyTorch and optax compute it, so that both answer the same to the bit.
  bool improve(double level, double relative, double absolute) noexcept {
    const double bound = best_ * (best_ < 0.0 ? 1.0 + relative : 1.0 - relative) - absolute;
    return take(level, level < bound);
  }

  /// Takes the level as the best, and returns true, if level + absolute < best. Keras computes it
  /// this way; the rounding differs from that of improve().
  bool improve_by(double level, double absolute) noexcept {
    return take(level, level + absolute < best_);
  }

  bool operator==(const BestLevel&) const = default;

  void archive(auto& ar) {
    ar.field("level", best_);
    ar.field("known", known_);
  }

 private:
  bool take(double level, bool improves) noexcept {
    if (known_ && !improves) return false;
    best_ = level;
    return known_ = true;
  }

  double best_ = 0.0;
  bool known_ = false;
};

}  // namespace autodecay::detail
