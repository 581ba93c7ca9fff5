#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/sliding_aggregate.hpp>

namespace detection {

/// {first, minimum} of finite values.
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

/// tensorpack's StatMonitorParamSetter. Stable if none of the last `window` losses of the stage is
/// lower than the first of them by more than a margin:
///
///   minimum >= first - absolute_margin
///
/// The window is empty after a decay.
///
/// | option          | tensorpack's name |
/// |-----------------|-------------------|
/// | window          | last_k            |
/// | absolute_margin | threshold         |
///
/// tensorpack has no defaults; these are the example in its documentation. Throws
/// std::invalid_argument for an option out of range. Observe raw losses, through LatestValue. Do
/// not use it for noisy losses: a single low loss at the start of a window ends the stage.
///
/// Cost: O(1) amortised per observation for any window; 16 bytes per slot.
/// Source: tensorpack/callbacks/param.py.
class Tensorpack {
 public:
  struct Options {
    std::int64_t window = 5;
    double absolute_margin = 0.0;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("window", options.window, autodecay::from_to(2, 0x1p24), "observations",
             "number of latest losses that are compared");
      option("absolute_margin", options.absolute_margin, autodecay::at_least(0), "loss",
             "an improvement must exceed this amount");
    }
  };

  /// The measured quantity.
  static constexpr autodecay::Quantity quantity{"improvement"};

  Tensorpack() : Tensorpack(Options{}) {}

  explicit Tensorpack(Options options)
      : recent_(autodecay::checked("Tensorpack", options).window),
        absolute_(options.absolute_margin) {}

  bool update(double level) noexcept {
    recent_.update(level);
    return stable();
  }

  /// The improvement in the window: its first loss minus its lowest loss; 0 before the first loss.
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
