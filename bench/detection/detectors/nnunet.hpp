#pragma once

#include <cstdint>

#include <autodecay/compat/pytorch_plateau.hpp>
#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>

namespace detection {

/// nnU-Net's rule (version 1): PyTorch's absolute rule on an exponential mean that starts at the
/// first loss, without bias correction:
///
///   m(1) = loss(1),  m(t) = β m(t-1) + (1-β) loss(t)
///   m improves  <=>  m < best - absolute_margin
///
/// Stable after more than `patience` consecutive means that did not improve on the best of the run.
/// A decay resets neither the mean nor the best.
///
/// | option          | nnU-Net's name        |
/// |-----------------|-----------------------|
/// | beta            | train_loss_MA_alpha   |
/// | patience        | lr_scheduler_patience |
/// | absolute_margin | lr_scheduler_eps      |
///
/// Throws std::invalid_argument for an option out of range. Observe raw losses, one per epoch as in
/// nnU-Net, through LatestValue: the mean is part of the rule. Do not use it for runs that begin
/// with a loss far from the others, because the weight of the first loss is β^(t-1). With a margin
/// of 0, rounding errors in the mean of constant losses can count as improvements.
///
/// Cost: one multiply-add more than PyTorchPlateau; 88 bytes.
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
             "weight of a loss in the mean, relative to the next one's");
      option("patience", options.patience, autodecay::at_least(0), "observations",
             "the stage ends after more than this many consecutive observations without an "
             "improvement");
      option("absolute_margin", options.absolute_margin, autodecay::at_least(0), "loss",
             "an improvement must exceed this amount");
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
