#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/sliding_aggregate.hpp>

namespace detection {

/// Holds {first, minimum} of finite values.
struct FirstAndMinimum {
  using Value = std::array<double, 2>;
  static constexpr std::string_view name = "Tensorpack";

  static constexpr Value identity() noexcept {
    return {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  }
  static constexpr Value lift(double value) noexcept { return {value, value}; }
  static constexpr Value combine(const Value& older, const Value& newer) noexcept {
    return {older[0] == identity()[0] ? newer[0] : older[0],
            newer[1] < older[1] ? newer[1] : older[1]};
  }
};

/// tensorpack's StatMonitorParamSetter. Stable once the last `window` losses of the stage have no
/// loss that is lower than the first of them by more than a margin:
///
///   minimum >= first - absolute
///
/// The window starts empty after a decay.
///
/// | option   | unit           | range  | default | tensorpack's name |
/// |----------|----------------|--------|---------|-------------------|
/// | window   | observations   | 2…2^24 | 5       | last_k            |
/// | absolute_margin | the loss's own | >= 0   | 0       | threshold         |
///
/// tensorpack has no defaults; these are its documentation's example. Throws std::invalid_argument
/// for an option out of range. Feed it raw losses, through LatestValue. Not for noisy losses: one
/// lucky first loss of a window is enough.
///
/// Cost: O(1) an observation for any window; 16 bytes a slot.
/// Source: tensorpack/callbacks/param.py.
class Tensorpack {
 public:
  struct Options {
    std::int64_t window = 5;
    double absolute_margin = 0.0;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("window", options.window, autodecay::from_to(2, 0x1p24), "observations",
             "the losses that are compared");
      option("absolute_margin", options.absolute_margin, autodecay::at_least(0), "loss",
             "what counts as an improvement, in units of the loss");
    }
  };

  /// What it measures.
  static constexpr autodecay::Quantity quantity{"improvement"};

  Tensorpack() : Tensorpack(Options{}) {}

  explicit Tensorpack(Options options)
      : recent_(autodecay::checked("Tensorpack", options).window),
        absolute_(options.absolute_margin) {}

  bool update(double level) noexcept {
    recent_.update(level);
    return stable();
  }

  /// How far the losses of the window got below the first of them; 0 before the first.
  [[nodiscard]] double fall() const noexcept {
    if (recent_.size() == 0) return 0.0;
    const auto [first, minimum] = recent_.value();
    return first - minimum;
  }

  [[nodiscard]] autodecay::Measurement measure() const noexcept {
    if (!recent_.full())
      return {autodecay::quantities::observations, static_cast<double>(recent_.size()),
              autodecay::Relation::at_least, static_cast<double>(recent_.window())};
    return {quantity, fall(), autodecay::Relation::at_most, absolute_};
  }

  [[nodiscard]] Options options() const noexcept { return {recent_.window(), absolute_}; }

  void reset() noexcept { recent_.reset(); }

  bool operator==(const Tensorpack&) const = default;

 private:
  using Recent = autodecay::statistics::SlidingAggregate<FirstAndMinimum>;

  [[nodiscard]] bool stable() const noexcept {
    if (!recent_.full()) return false;
    const auto [first, minimum] = recent_.value();
    return minimum >= first - absolute_;
  }

  Recent recent_;
  double absolute_;
};

}  // namespace detection
