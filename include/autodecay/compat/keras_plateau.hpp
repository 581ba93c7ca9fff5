#pragma once

#include <cstdint>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/best_level.hpp>
#include <autodecay/options.hpp>

namespace autodecay::compat {

/// The rule of Keras' ReduceLROnPlateau in mode 'min'. Stable at the `patience`-th consecutive loss
/// that did not improve on the best loss of the run:
///
///   loss improves  <=>  loss + absolute_margin < best
///
/// A decay does not reset the best. Keras decrements its cooldown before it compares the loss, so
/// that only cooldown - 1 losses after a decay do not count towards the patience, and a cooldown of
/// 1 has no effect. Constant losses cause a decay every max(cooldown, 1) - 1 + patience
/// observations.
///
/// | option          | Keras' name |
/// |-----------------|-------------|
/// | patience        | patience    |
/// | absolute_margin | min_delta   |
/// | cooldown        | cooldown    |
///
/// Keras also accepts a patience of 0 and treats it as 1. For mode 'max', observe the negated
/// metric. Throws std::invalid_argument for an option out of range. Observe raw losses, through
/// LatestValue.
///
/// Differs from Keras in two cases. Keras takes a first loss of NaN, or any negative infinity, for
/// the best, and then no loss ever improves on it. It counts a later NaN or infinity towards the
/// patience. A Scheduler here passes no such loss to its criterion. Keras compares in its backend's
/// precision, which is single by default on TensorFlow, JAX and PyTorch; the comparison here is in
/// double precision. A loss whose distance from the margin is within the rounding of single
/// precision (6e-8 of the loss) may therefore be an improvement in only one of the two.
///
/// Set the margin, which is absolute, for losses far from 1. Do not use the rule for noisy losses:
/// see PyTorchPlateau.
///
/// Cost: one addition and two comparisons per observation; 56 bytes.
/// Source: keras/src/callbacks/reduce_lr_on_plateau.py. Tested against keras 3.15.1.
class KerasPlateau {  // compat::KerasPlateau{{.patience = 10}}
 public:
  struct Options {
    std::int64_t patience = 10;
    double absolute_margin = 1e-4;
    std::int64_t cooldown = 0;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("patience", options.patience, at_least(1), "observations",
             "the stage ends after this many consecutive observations without an improvement");
      option("absolute_margin", options.absolute_margin, at_least(0), "loss",
             "an improvement must exceed this amount");
      option("cooldown", options.cooldown, at_least(0), "observations",
             "length of the cooldown after a decay, whose last observation counts");
    }
  };

  KerasPlateau() : KerasPlateau(Options{}) {}

  explicit KerasPlateau(Options options)  // compat::KerasPlateau{{.patience = 10}}
      : options_(checked("KerasPlateau", options)) {}

  bool update(double level) noexcept {
    if (cooling_ > 0) --cooling_;
    if (best_.improve_by(level, options_.absolute_margin))
      without_improvement_ = 0;
    else if (cooling_ == 0)
      ++without_improvement_;
    return out_of_patience();
  }

  [[nodiscard]] Measurement measure() const noexcept {
    if (cooling_ > 1)  // the last observation of the cooldown counts
      return {quantities::cooldown, static_cast<double>(cooling_ - 1), Relation::equal, 0.0};
    return {quantities::no_improvement, static_cast<double>(without_improvement_),
            Relation::at_least, static_cast<double>(options_.patience)};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {
    best_ = {};
    without_improvement_ = cooling_ = 0;
  }

  /// Begins the cooldown. The best stays.
  void begin_stage() noexcept {
    without_improvement_ = 0;
    cooling_ = options_.cooldown;
  }

  bool operator==(const KerasPlateau&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("KerasPlateau", 1);
    ar.options(self);
    detail::BestLevel::archive(self.best_, ar);
    ar.field("without_improvement", self.without_improvement_, any_count);
    ar.field("cooldown_left", self.cooling_,
             from_to(0, static_cast<double>(self.options_.cooldown)));
  }

 private:
  [[nodiscard]] bool out_of_patience() const noexcept {
    return without_improvement_ >= options_.patience;
  }

  Options options_;
  detail::BestLevel best_;
  std::int64_t without_improvement_ = 0;
  std::int64_t cooling_ = 0;  // observations of the cooldown that are left
};

}  // namespace autodecay::compat
