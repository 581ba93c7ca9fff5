#pragma once

#include <cstdint>

#include <autodecay/compat/pytorch_plateau.hpp>
#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/block_mean.hpp>

namespace autodecay::compat {

/// The rule of optax.contrib.reduce_on_plateau. The losses are averaged in blocks of `interval`.
/// Stable at the end of the `patience`-th consecutive block whose mean m did not improve on the
/// best mean of the run:
///
///   m improves  <=>  m < best - relative_margin · |best| - absolute_margin
///
/// A decay does not reset the best. The `cooldown` blocks after a decay may improve the best, but
/// they do not count towards the patience.
///
/// | option          | optax' name       |
/// |-----------------|-------------------|
/// | patience        | patience          |
/// | relative_margin | rtol              |
/// | absolute_margin | atol              |
/// | cooldown        | cooldown          |
/// | interval        | accumulation_size |
///
/// Throws std::invalid_argument for an option out of range. Observe raw losses, through
/// LatestValue. With an interval of 1 this is PyTorchPlateau with a patience of one less.
///
/// Differs from optax in three cases. On a negative best, optax' relative margin counts a small
/// worsening as an improvement; here it does not. In optax, a non-finite loss makes its block's
/// mean non-finite; the block counts towards the patience, or becomes the best if its mean is a
/// negative infinity. A Scheduler here passes no such loss to its criterion. optax computes in the
/// parameters' precision, which is usually single; this class computes in double precision, as
/// optax does under jax_enable_x64. A mean whose distance from the margin is within the rounding
/// (6e-8 of the mean in single precision) may therefore be an improvement in only one of the two.
/// Under jax.jit the same holds for the rounding in double precision, because the compiler may fuse
/// a multiplication and an addition.
///
/// Do not use it for losses whose block means are still noisy: see PyTorchPlateau.
///
/// Cost: one division per observation, plus the cost of PyTorchPlateau per block; 88 bytes.
/// Source: optax/contrib/_reduce_on_plateau.py. Tested against optax 0.2.8.
class OptaxPlateau {  // compat::OptaxPlateau{{.patience = 10}}
 public:
  struct Options {
    std::int64_t patience = 10;
    double relative_margin = 1e-4;
    double absolute_margin = 0.0;
    std::int64_t cooldown = 0;
    std::int64_t interval = 1;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("patience", options.patience, at_least(1), "blocks",
             "the stage ends after this many consecutive blocks without an improvement");
      option("relative_margin", options.relative_margin, at_least(0), "share of the best",
             "an improvement must exceed this share of the best mean");
      option("absolute_margin", options.absolute_margin, at_least(0), "loss",
             "an improvement must exceed this amount");
      option("cooldown", options.cooldown, at_least(0), "blocks",
             "number of blocks after a decay that are not counted");
      option("interval", options.interval, at_least(1), "observations",
             "number of losses averaged in a block");
    }
  };

  OptaxPlateau() : OptaxPlateau(Options{}) {}

  explicit OptaxPlateau(Options options)  // compat::OptaxPlateau{{.patience = 10}}
      : block_(checked("OptaxPlateau", options).interval),
        rule_({options.patience - 1, options.relative_margin, options.absolute_margin,
               options.cooldown}) {}

  bool update(double level) noexcept {
    return block_.update_by_sum(level) && rule_.update(block_.mean());
  }

  [[nodiscard]] Measurement measure() const noexcept {
    if (!block_.complete())
      return {quantities::observations, static_cast<double>(block_.size()), Relation::at_least,
              static_cast<double>(block_.interval())};
    if (rule_.cooldown_left() > 0)
      return {quantities::cooldown_in_blocks, static_cast<double>(rule_.cooldown_left()),
              Relation::equal, 0.0};
    return {quantities::no_improvement_in_blocks, static_cast<double>(rule_.without_improvement()),
            Relation::at_least, static_cast<double>(options().patience)};
  }

  [[nodiscard]] Options options() const noexcept {
    const PyTorchPlateau::Options rule = rule_.options();
    return {rule.patience + 1, rule.relative_margin, rule.absolute_margin, rule.cooldown,
            block_.interval()};
  }

  void reset() noexcept {
    block_.begin_block();
    rule_.reset();
  }

  /// Begins the cooldown and a new block. The best stays.
  void begin_stage() noexcept {
    block_.begin_block();
    rule_.begin_stage();
  }

  bool operator==(const OptaxPlateau&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("OptaxPlateau", 1);
    ar.options(self);
    ar.field("losses", self.block_);
    PyTorchPlateau::archive_state(self.rule_, ar);
  }

 private:
  statistics::BlockMean block_;
  PyTorchPlateau rule_;  // its patience is one less: more than patience - 1 is at least patience
};

}  // namespace autodecay::compat
