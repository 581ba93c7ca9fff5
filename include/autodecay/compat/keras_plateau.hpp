#pragma once

#include <cstdint>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/best_level.hpp>
#include <autodecay/options.hpp>

namespace autodecay::compat {

/// Keras' ReduceLROnPlateau (mode 'min'), and with cooldown 0 fastai's. Stable on the `patience`-th
/// loss in a row without improvement on the best of the run:
///
///   loss improves  <=>  loss < best - absolute
///
/// The best outlives a decay. After one, cooldown - 1 losses are not counted: Keras counts its
/// cooldown down before it looks at the loss, so that a cooldown of 1 is none, and constant losses
/// decay every max(cooldown, 1) - 1 + patience observations.
///
/// | option   | unit           | range | default | Keras' name |
/// |----------|----------------|-------|---------|-------------|
/// | patience | observations   | >= 1  | 10      | patience    |
/// | absolute_margin | the loss's own | >= 0  | 1e-4    | min_delta   |
/// | cooldown | observations   | >= 0  | 0       | cooldown    |
///
/// Keras takes a patience of 0 too and treats it as 1. It adds the margin to the loss where it is taken
/// off the best here, so that a loss within rounding of the margin may fall on the other side. Throws std::invalid_argument for an option
/// out of range. Feed it raw losses, through LatestValue. Not for losses far from 1 without setting
/// the margin, which is absolute; nor for noisy ones (see PyTorch).
///
/// Cost: a subtraction and two compares an observation; 56 bytes.
/// Source: keras/src/callbacks/reduce_lr_on_plateau.py.
class KerasPlateau {
 public:
  struct Options {
    std::int64_t patience = 10;
    double absolute_margin = 1e-4;
    std::int64_t cooldown = 0;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("patience", options.patience, at_least(1), "observations",
             "this many in a row without an improvement end the stage");
      option("absolute_margin", options.absolute_margin, at_least(0), "loss",
             "what counts as an improvement, in units of the loss");
      option("cooldown", options.cooldown, at_least(0), "observations",
             "not counted after a decay");
    }
  };

  KerasPlateau() : KerasPlateau(Options{}) {}

  explicit KerasPlateau(Options options) : options_(checked("KerasPlateau", options)) {}

  bool update(double level) noexcept {
    if (cooling_ > 0) --cooling_;
    if (best_.improve(level, 0.0, options_.absolute_margin))
      without_improvement_ = 0;
    else if (cooling_ == 0)
      ++without_improvement_;
    return out_of_patience();
  }

  [[nodiscard]] Measurement measure() const noexcept {
    if (cooling_ > 1)  // the last of them counts
      return {quantities::cooldown, static_cast<double>(cooling_ - 1), Relation::equal, 0.0};
    return {quantities::no_improvement, static_cast<double>(without_improvement_),
            Relation::at_least, static_cast<double>(options_.patience)};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {
    best_ = {};
    without_improvement_ = cooling_ = 0;
  }

  /// Keeps the best and begins the cooldown.
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
  std::int64_t cooling_ = 0;  // observations of the cooldown to come
};

}  // namespace autodecay::compat
