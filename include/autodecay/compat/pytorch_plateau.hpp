#pragma once

#include <cstdint>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/best_level.hpp>
#include <autodecay/options.hpp>

namespace autodecay::compat {

/// The rule of PyTorch's ReduceLROnPlateau in mode 'min', which is also the rule of LibTorch, timm
/// and fairseq. Stable when *more than* `patience` consecutive losses did not improve on the best
/// loss of the run:
///
///   loss improves  <=>  loss < best - relative_margin · |best| - absolute_margin
///
/// A decay does not reset the best. The `cooldown` losses after a decay may improve the best, but
/// they do not count towards the patience. Constant losses therefore cause a decay
/// every cooldown + patience + 1 observations.
///
/// | option          | PyTorch's name                  |
/// |-----------------|---------------------------------|
/// | patience        | patience                        |
/// | relative_margin | threshold, threshold_mode='rel' |
/// | absolute_margin | threshold, threshold_mode='abs' |
/// | cooldown        | cooldown                        |
///
/// PyTorch applies only one of the two margins. Set the other one to 0, because here they add up.
/// For mode 'max', observe the negated metric. Throws std::invalid_argument for an option out of
/// range. Observe raw losses, through LatestValue.
///
/// Differs from PyTorch in two cases. On a negative best, PyTorch's relative margin counts a small
/// worsening as an improvement; here it does not. PyTorch counts a NaN or an infinity towards the
/// patience, and takes a negative infinity as the best. A Scheduler here passes no such loss to its
/// criterion.
///
/// Do not use it for noisy losses: one lucky loss becomes the best of the run and stays the best
/// after every decay.
///
/// Cost: one multiply-subtract and two comparisons per observation; 64 bytes.
/// Source: torch/optim/lr_scheduler.py, class ReduceLROnPlateau. Tested against torch 2.11.0 and
/// timm 1.0.31.
class PyTorchPlateau {  // compat::PyTorchPlateau{{.patience = 10}}
 public:
  struct Options {
    std::int64_t patience = 10;
    double relative_margin = 1e-4;
    double absolute_margin = 0.0;
    std::int64_t cooldown = 0;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("patience", options.patience, at_least(0), "observations",
             "the stage ends after more than this many consecutive observations without an "
             "improvement");
      option("relative_margin", options.relative_margin, at_least(0), "share of the best",
             "an improvement must exceed this share of the best loss");
      option("absolute_margin", options.absolute_margin, at_least(0), "loss",
             "an improvement must exceed this amount");
      option("cooldown", options.cooldown, at_least(0), "observations",
             "number of observations after a decay that are not counted");
    }
  };

  PyTorchPlateau() : PyTorchPlateau(Options{}) {}

  explicit PyTorchPlateau(Options options)  // compat::PyTorchPlateau{{.patience = 10}}
      : options_(checked("PyTorchPlateau", options)) {}

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

  /// Consecutive observations without an improvement, not counting those of a cooldown.
  [[nodiscard]] std::int64_t without_improvement() const noexcept { return without_improvement_; }

  /// The number of observations of the cooldown that are left.
  [[nodiscard]] std::int64_t cooldown_left() const noexcept { return cooling_; }

  void reset() noexcept {
    best_ = {};
    without_improvement_ = cooling_ = 0;
  }

  /// Begins the cooldown. The best stays.
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

  /// Saves the state alone, for OptaxPlateau.
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
