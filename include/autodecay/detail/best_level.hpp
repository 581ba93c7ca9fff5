#pragma once

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
    const double bound = best_ * (best_ < 0.0 ? 1.0 + relative : 1.0 - relative) - absolute;
    if (known_ && !(level < bound)) return false;
    best_ = level;
    return known_ = true;
  }

  bool operator==(const BestLevel&) const = default;

  void archive(auto& ar) {
    ar.field("level", best_);
    ar.field("known", known_);
  }

 private:
  double best_ = 0.0;
  bool known_ = false;
};

}  // namespace autodecay::detail
