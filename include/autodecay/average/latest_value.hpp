#pragma once

namespace autodecay {

/// No smoothing: the level is the latest loss. Use it for losses that are already averages (over a
/// long epoch, over a validation set) and for schedules that only count observations. Do not use it
/// if one observation is one mini-batch. Stateless.
class LatestValue {
 public:
  double update(double loss) noexcept { return loss; }

  bool operator==(const LatestValue&) const = default;

  static void archive(auto&, auto& ar) { ar.type("LatestValue", 1); }
};

}  // namespace autodecay
