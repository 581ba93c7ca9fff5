#pragma once

#include <cstdint>

#include <autodecay/compat/pytorch_plateau.hpp>
#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>

namespace detection {

/// nnU-Net's rule (version 1): PyTorch's absolute rule on an exponential mean that starts at the
/// first loss, without bias correction:
///
///   m(1) = loss(1),  m(t) = β m(t-1) + (1-β) loss(t),     m improves  <=>  m < best - absolute
///
/// Stable once more than `patience` means in a row brought no improvement on the best of the run.
/// Mean and best outlive a decay.
///
/// | option   | unit           | range  | default | nnU-Net's name        |
/// |----------|----------------|--------|---------|-----------------------|
/// | beta     | -              | [0, 1) | 0.93    | train_loss_MA_alpha   |
/// | patience | observations   | >= 0   | 30      | lr_scheduler_patience |
/// | absolute_margin | the loss's own | >= 0   | 1e-3    | lr_scheduler_eps      |
///
/// Throws std::invalid_argument for an option out of range. Feed it raw losses, one an epoch as
/// nnU-Net does, through LatestValue: the mean is part of the rule. The first loss weighs β^(t-1)
/// for long, so not for runs that begin with a loss far from the others; with a margin of 0 the
/// rounding of the mean of constant losses can count as an improvement.
///
/// Cost: a multiply-add more than PyTorch; 88 bytes.
/// Source: nnunet/training/network_training/{network_trainer,nnUNetTrainer}.py, version 1.
class NnUnet {
 public:
  struct Options {
    double beta = 0.93;
    std::int64_t patience = 30;
    double absolute_margin = 1e-3;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("beta", options.beta, autodecay::from_below(0, 1), "decay factor",
             "of the rule's own mean");
      option("patience", options.patience, autodecay::at_least(0), "observations",
             "more than this many in a row without an improvement end the stage");
      option("absolute_margin", options.absolute_margin, autodecay::at_least(0), "loss",
             "what counts as an improvement, in units of the loss");
    }
  };

  NnUnet() : NnUnet(Options{}) {}

  explicit NnUnet(Options options)
      : beta_(autodecay::checked("NnUnet", options).beta),
        rule_({.patience = options.patience,
               .relative_margin = 0.0,
               .absolute_margin = options.absolute_margin}) {}

  bool update(double level) noexcept {
    mean_ = started_ ? beta_ * mean_ + (1.0 - beta_) * level : level;
    started_ = true;
    return rule_.update(mean_);
  }

  [[nodiscard]] autodecay::Measurement measure() const noexcept { return rule_.measure(); }

  [[nodiscard]] Options options() const noexcept {
    return {beta_, rule_.options().patience, rule_.options().absolute_margin};
  }

  void reset() noexcept {
    mean_ = 0.0;
    started_ = false;
    rule_.reset();
  }

  /// Keeps the mean and the best.
  void begin_stage() noexcept { rule_.begin_stage(); }

  bool operator==(const NnUnet&) const = default;

 private:
  double beta_;
  double mean_ = 0.0;
  bool started_ = false;
  autodecay::compat::PyTorchPlateau rule_;
};

}  // namespace detection
