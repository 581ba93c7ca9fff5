#pragma once

#include <cstdint>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/best_level.hpp>
#include <autodecay/detail/check.hpp>

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
  };

  PyTorchPlateau() : PyTorchPlateau(Options{}) {}

  explicit PyTorchPlateau(Options options) : options_(options) {
    detail::check_option(options.patience >= 0, "PyTorchPlateau", "patience",
                         "at least 0 observations", options.patience);
    detail::check_option(options.relative_margin >= 0.0, "PyTorchPlateau", "relative_margin",
                         "at least 0", options.relative_margin);
    detail::check_option(options.absolute_margin >= 0.0, "PyTorchPlateau", "absolute_margin",
                         "at least 0", options.absolute_margin);
    detail::check_option(options.cooldown >= 0, "PyTorchPlateau", "cooldown",
                         "at least 0 observations", options.cooldown);
  }

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
      return {"cooldown of", static_cast<double>(cooling_), "observations", ">", 0.0, false};
    return {"no improvement for",
            static_cast<double>(without_improvement_),
            "observations",
            out_of_patience() ? ">" : "<=",
            static_cast<double>(options_.patience),
            out_of_patience()};
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

  void archive(auto& ar) {
    ar.type("PyTorchPlateau", 1);
    ar.field("patience", options_.patience);
    ar.field("relative_margin", options_.relative_margin);
    ar.field("absolute_margin", options_.absolute_margin);
    ar.field("cooldown", options_.cooldown);
    ar.require(options_.patience >= 0 && options_.relative_margin >= 0.0 &&
                   options_.absolute_margin >= 0.0 && options_.cooldown >= 0,
               "patience, relative, absolute and cooldown >= 0");
    ar.field("best", best_);
    ar.field("without_improvement", without_improvement_);
    ar.field("cooling", cooling_);
    ar.require(
        detail::is_count(without_improvement_) && cooling_ >= 0 && cooling_ <= options_.cooldown,
        "without_improvement in [0, 2^62] and cooling in [0, cooldown]");
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
