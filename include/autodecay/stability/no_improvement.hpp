#pragma once

#include <cstdint>
#include <cstdlib>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/known_level.hpp>
#include <autodecay/options.hpp>

namespace autodecay {

/// Stable once `patience` levels in a row brought no improvement on the stage's best:
///
///   level improves  <=>  level < best - max(relative · |best|, absolute)
///
/// The rule of every framework's reduce-on-plateau, with their defects left out: the margin is an
/// amount, so that on a negative loss a worsening is never an improvement, and the best belongs to
/// the stage, so that an earlier stage's lucky value does not count against a later one.
///
/// | option   | unit             | range | default |
/// |----------|------------------|-------|---------|
/// | patience | observations     | >= 1  | 10      |
/// | relative_margin | share of |best|  | >= 0  | 1e-4    |
/// | absolute_margin | the loss's own   | >= 0  | 0       |
///
/// It holds on the patience-th observation without improvement, as in Keras, optax and Lightning;
/// PyTorch waits for one more. Throws std::invalid_argument for an option out of range.
/// Not for single-batch losses unless smoothed: the best of many noisy values is a lucky one. With
/// both margins 0 the rounding of a smoothed constant can count as an improvement.
///
/// Cost: a compare and a select an observation; 48 bytes.
class NoImprovement {
 public:
  struct Options {
    std::int64_t patience = 10;
    double relative_margin = 1e-4;
    double absolute_margin = 0.0;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("patience", options.patience, at_least(1), "observations",
             "this many in a row without an improvement end the stage");
      option("relative_margin", options.relative_margin, at_least(0), "share of the best",
             "what counts as an improvement, relative to the best");
      option("absolute_margin", options.absolute_margin, at_least(0), "loss",
             "what counts as an improvement, in units of the loss");
    }
  };

  NoImprovement() : NoImprovement(Options{}) {}

  explicit NoImprovement(Options options) : options_(checked("NoImprovement", options)) {}

  bool update(double level) noexcept {
    if (!best_.known || level < best_.value - margin()) {
      best_.set(level);
      without_improvement_ = 0;
    } else {
      ++without_improvement_;
    }
    return without_improvement_ >= options_.patience;
  }

  [[nodiscard]] Measurement measure() const noexcept {
    return {quantities::no_improvement, static_cast<double>(without_improvement_),
            Relation::at_least, static_cast<double>(options_.patience)};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {
    best_ = {};
    without_improvement_ = 0;
  }

  bool operator==(const NoImprovement&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("NoImprovement", 1);
    ar.options(self);
    detail::KnownLevel::archive("best", self.best_, ar);
    ar.field("without_improvement", self.without_improvement_, any_count);
  }

 private:
  [[nodiscard]] double margin() const noexcept {
    const double relative = options_.relative_margin * std::abs(best_.value);
    return relative > options_.absolute_margin ? relative : options_.absolute_margin;
  }

  Options options_;
  detail::KnownLevel best_;
  std::int64_t without_improvement_ = 0;
};

}  // namespace autodecay
