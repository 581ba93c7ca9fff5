#pragma once

#include <cstdint>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/best_level.hpp>
#include <autodecay/options.hpp>

namespace autodecay::compat {

/// PyTorch's ReduceLROnPlateau (mode 'min'), and so the rule of LibTorch, timm and fairseq. Stable
/// once *more than* `patience` losses in a row brought no improvement on the best of the run:
///
///   loss improves  <=>  loss < best - relative · |best| - absolute
///
/// The best outlives a decay. After one, `cooldown` losses may improve the best but are not
/// counted, so that constant losses decay every cooldown + patience + 1 observations.
///
/// | option   | unit            | range | default | PyTorch's name                  |
/// |----------|-----------------|-------|---------|---------------------------------|
/// | patience | observations    | >= 0  | 10      | patience                        |
/// | relative_margin | share of |best| | >= 0  | 1e-4    | threshold, threshold_mode='rel' |
/// | absolute_margin | the loss's own  | >= 0  | 0       | threshold, threshold_mode='abs' |
/// | cooldown | observations    | >= 0  | 0       | cooldown                        |
///
/// PyTorch has either margin, so set the other one to 0; here they add up. Throws
/// std::invalid_argument for an option out of range. Feed it raw losses, through LatestValue.
///
/// Differs from PyTorch on a negative best, where PyTorch's relative margin counts a worsening as
/// an improvement. Not for noisy losses: the best of the run is a lucky one, and outlives a decay.
///
/// Cost: a multiply-subtract and two compares an observation; 64 bytes.
/// Source: torch/optim/lr_scheduler.py, class ReduceLROnPlateau.
class PyTorchPlateau {
 public:
  struct Options {
    std::int64_t patience = 10;
    double relative_margin = 1e-4;
    double absolute_margin = 0.0;
    std::int64_t cooldown = 0;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("patience", options.patience, at_least(0), "observations",
             "more than this many in a row without an improvement end the stage");
      option("relative_margin", options.relative_margin, at_least(0), "share of the best",
             "what counts as an improvement, relative to the best");
      option("absolute_margin", options.absolute_margin, at_least(0), "loss",
             "what counts as an improvement, in units of the loss");
      option("cooldown", options.cooldown, at_least(0), "observations",
             "not counted after a decay");
    }
  };

  PyTorchPlateau() : PyTorchPlateau(Options{}) {}

  explicit PyTorchPlateau(Options options) : options_(checked("PyTorchPlateau", options)) {}

  bool update(double level) noexcept {
    const bool improves = best_.improve(level, options_.relative_margin, options_.absolute_margin);
    without_improvement_ = improves ? 0 : without_improvement_ + 1;
    if (cooling_ > 0) {
      --cooling_;
      without_improvement_ = 0;
    }
    return out_of_patience();
  }

  [[nodiscard]] Measurement measure() const noexcept {
    if (cooling_ > 0)
      return {quantities::cooldown, static_cast<double>(cooling_), Relation::equal, 0.0};
    return {quantities::no_improvement, static_cast<double>(without_improvement_),
            Relation::greater, static_cast<double>(options_.patience)};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  /// Observations without improvement in a row, those of a cooldown left out.
  [[nodiscard]] std::int64_t without_improvement() const noexcept { return without_improvement_; }

  /// Levels of the cooldown still to come: they may improve the best, and are not counted.
  [[nodiscard]] std::int64_t cooldown_left() const noexcept { return cooling_; }

  void reset() noexcept {
    best_ = {};
    without_improvement_ = cooling_ = 0;
  }

  /// Keeps the best and begins the cooldown.
  void begin_stage() noexcept {
    without_improvement_ = 0;
    cooling_ = options_.cooldown;
  }

  bool operator==(const PyTorchPlateau&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("PyTorchPlateau", 1);
    ar.options(self);
    archive_state(self, ar);
  }

  /// What OptaxPlateau saves of the rule that it holds.
  static void archive_state(auto& self, auto& ar) {
    detail::BestLevel::archive(self.best_, ar);
    ar.field("without_improvement", self.without_improvement_, any_count);
    ar.field("cooldown_left", self.cooling_,
             from_to(0, static_cast<double>(self.options_.cooldown)));
  }

 private:
  [[nodiscard]] bool out_of_patience() const noexcept {
    return without_improvement_ > options_.patience;
  }

  Options options_;
  detail::BestLevel best_;
  std::int64_t without_improvement_ = 0;
  std::int64_t cooling_ = 0;
};

}  // namespace autodecay::compat
