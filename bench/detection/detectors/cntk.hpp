#pragma once

#include <cmath>
#include <cstdint>
#include <optional>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/block_mean.hpp>

namespace detection {

/// CNTK's learning rate control 'adjustAfterEpoch'. The losses are averaged in blocks of
/// `interval`. Stable at the end of a block whose mean m made too little progress compared with the
/// previous block:
///
///   previous - m <= relative_margin · |previous|
///
/// A worse mean does not replace the previous mean: CNTK then restores the model of the previous
/// block (loadBestModel, its default) and compares with the mean of that block again. Here the
/// caller has to restore that model. A decay does not reset the previous mean.
///
/// | option          | CNTK's name                      |
/// |-----------------|----------------------------------|
/// | interval        | learnRateAdjustInterval          |
/// | relative_margin | reduceLearnRateIfImproveLessThan |
///
/// Throws std::invalid_argument for an option out of range. Observe raw losses, through
/// LatestValue. Do not use it for noisy losses: there is no patience, so that a single bad block
/// causes a decay.
///
/// Differs from CNTK for a negative mean, for which CNTK's margin has the wrong sign, and leaves out
/// an infinite level.
///
/// Cost: one division per observation; 56 bytes.
/// Source: CNTK's Source/SGDLib/SGD.cpp, TrainOrAdaptModel.
class Cntk {
 public:
  struct Options {
    std::int64_t interval = 1;
    double relative_margin = 0.0;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("interval", options.interval, autodecay::at_least(1), "observations",
             "number of losses averaged in a block");
      option("relative_margin", options.relative_margin, autodecay::at_least(0),
             "share of the mean", "the progress of a block must exceed this share");
    }
  };

  /// The measured quantity.
  static constexpr autodecay::Quantity quantity{"progress"};

  Cntk() : Cntk(Options{}) {}

  explicit Cntk(Options options)
      : block_(autodecay::checked("Cntk", options).interval), relative_(options.relative_margin) {}

  bool update(double level) noexcept {
    if (!std::isfinite(level)) return false;  // its block would have no mean
    if (!block_.update(level)) return false;
    if (blocks_ == 1 || (blocks_ == 2 && latest_ < previous_)) previous_ = latest_;
    latest_ = block_.mean();
    if (blocks_ < 2) ++blocks_;
    return too_little();
  }

  /// The progress of the latest block, relative to the magnitude of the previous mean; 0 before the
  /// end of the second block.
  [[nodiscard]] double progress() const noexcept {
    const double progress = previous_ - latest_;
    return blocks_ < 2 || progress == 0.0 ? 0.0 : progress / std::abs(previous_);
  }

  [[nodiscard]] std::optional<autodecay::Measurement> measure() const noexcept {
    if (blocks_ < 2 || !block_.complete()) return std::nullopt;
    return autodecay::Measurement{quantity, progress(), autodecay::Relation::at_most, relative_};
  }

  [[nodiscard]] Options options() const noexcept { return {block_.interval(), relative_}; }

  void reset() noexcept {
    block_.begin_block();
    previous_ = latest_ = 0.0;
    blocks_ = 0;
  }

  /// Keeps the previous mean and begins a new block.
  void begin_stage() noexcept { block_.begin_block(); }

  bool operator==(const Cntk&) const = default;

 private:
  [[nodiscard]] bool too_little() const noexcept {
    return blocks_ == 2 && previous_ - latest_ <= relative_ * std::abs(previous_);
  }

  autodecay::statistics::BlockMean block_;
  double relative_;
  double previous_ = 0.0;    // mean that the latest block is compared with
  double latest_ = 0.0;      // mean of the latest complete block
  std::int64_t blocks_ = 0;  // number of complete blocks; saturates at 2
};

}  // namespace detection
