#pragma once

namespace autodecay {

/// No smoothing: the level is the latest loss. For losses that are averages already (of a long
/// epoch, of a validation set) and for schedules that count observations alone. Do not use it
/// where one observation is one mini-batch. Stateless.
class LatestValue {
 public:
  double update(double loss) noexcept { return loss; }

  bool operator==(const LatestValue&) const = default;

  static void archive(auto&, auto& ar) { ar.type("LatestValue", 1); }
};

}  // namespace autodecay
