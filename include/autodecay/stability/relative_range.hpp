#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/sliding_extrema.hpp>

namespace autodecay {

/// The paper's stability criterion (section 4.2). The stage is stable if, for the last W levels G,
///
///   spread = (max G - min G) / (|min G| + ε) < η
///
/// and the stage has had at least W levels. The inequality is strict, so that the criterion never
/// holds for a tolerance of 0. |min G| replaces the paper's min G: this extends the rule to
/// negative losses and changes nothing for other losses.
///
/// The options are the window W, the tolerance η and epsilon ε. Throws std::invalid_argument for an
/// option out of range. An improving loss is not stable while it improves by more than the share η
/// over a window, which is about η/(W-1) per observation: increase W to detect slower improvements.
/// Do not use the criterion on a loss that settles near 0, where a relative spread means little,
/// unless you raise ε to the scale at which differences stop mattering.
///
/// Cost: no division and no branch on the data; 16 bytes per slot.
class RelativeRange {  // RelativeRange{{.window = 10}}
 public:
  struct Options {
    std::int64_t window = 5;
    double tolerance = 0.01;
    double epsilon = 1e-12;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("window", options.window, from_to(2, 0x1p24), "observations",
             "number of latest levels that are compared");
      option("tolerance", options.tolerance, at_least(0), "relative spread",
             "the window is stable if its spread is below this");
      option("epsilon", options.epsilon, at_least(0), "loss",
             "added to the magnitude of the lowest level");
    }
  };

  RelativeRange() : RelativeRange(Options{}) {}

  explicit RelativeRange(Options options)  // RelativeRange{{.window = 10}}
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
    // The decision compares products, without this division. If rounding makes the two differ, the
    // shown value is adjusted to agree with the decision.
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
