#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/sliding_extrema.hpp>

namespace autodecay {

/// The paper's criterion of being stable (section 4.2): over the last W levels G,
///
///   spread = (max G - min G) / (|min G| + ε) < η
///
/// once W levels of the stage have been seen, never before. The inequality is strict, so a
/// tolerance of 0 never holds. |min G| instead of the paper's min G makes negative losses work and
/// changes nothing for the others.
///
/// | option    | unit                | range   | default |
/// |-----------|---------------------|---------|---------|
/// | window    | observations, W     | 2…2^24  | 5       |
/// | tolerance | relative spread, η  | >= 0    | 0.01    |
/// | epsilon   | the loss's own, ε   | >= 0    | 1e-12   |
///
/// Throws std::invalid_argument for an option out of range. A falling loss is not stable while it
/// falls by more than η over a window, that is by about η/(W-1) an observation: lengthen W to see
/// slower falls. Do not use it on a loss that settles near 0, where a relative spread means little,
/// without raising ε to the scale at which differences stop to matter.
///
/// Cost: no division, no branch on the data; 16 bytes a slot.
class RelativeRange {
 public:
  struct Options {
    std::int64_t window = 5;
    double tolerance = 0.01;
    double epsilon = 1e-12;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("window", options.window, from_to(2, 0x1p24), "observations",
             "the levels that are compared");
      option("tolerance", options.tolerance, at_least(0), "relative spread",
             "of the window, below which it is stable");
      option("epsilon", options.epsilon, at_least(0), "loss", "added to the least level");
    }
  };

  RelativeRange() : RelativeRange(Options{}) {}

  explicit RelativeRange(Options options)
      : options_(checked("RelativeRange", options)), extrema_(options.window) {}

  bool update(double level) noexcept {
    extrema_.update(level);
    return extrema_.full() && stable(extrema_.minimum(), extrema_.maximum());
  }

  /// The spread of the last min(t, W) levels; 0 before the first.
  [[nodiscard]] double spread() const noexcept {
    if (extrema_.size() == 0) return 0.0;
    const double range = extrema_.maximum() - extrema_.minimum();
    return range == 0.0 ? 0.0 : range / (std::abs(extrema_.minimum()) + options_.epsilon);
  }

  [[nodiscard]] Measurement measure() const noexcept {
    if (!extrema_.full())
      return {quantities::observations, static_cast<double>(extrema_.size()), Relation::at_least,
              static_cast<double>(options_.window)};
    // The decision compares products, without this division: where rounding parts the two, it counts.
    double shown = spread();
    if ((shown < options_.tolerance) != stable(extrema_.minimum(), extrema_.maximum()))
      shown = shown < options_.tolerance ? options_.tolerance
                                         : std::nextafter(options_.tolerance, -1.0);
    return {quantities::spread, shown, Relation::less, options_.tolerance};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept { extrema_.reset(); }

  bool operator==(const RelativeRange&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("RelativeRange", 1);
    ar.options(self);
    ar.field("levels", self.extrema_);
  }

 private:
  [[nodiscard]] bool stable(double minimum, double maximum) const noexcept {
    return maximum - minimum < options_.tolerance * (std::abs(minimum) + options_.epsilon);
  }

  Options options_;
  statistics::SlidingExtrema extrema_;
};

}  // namespace autodecay
