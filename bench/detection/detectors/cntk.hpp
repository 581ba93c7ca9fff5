#pragma once

#include <cmath>
#include <cstdint>
#include <optional>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/block_mean.hpp>

namespace detection {

/// CNTK's learning rate control 'adjustAfterEpoch'. The losses are averaged in blocks of
/// `interval`; stable at the end of a block whose mean m made too little progress on the block
/// before:
///
///   previous - m <= relative · |previous|
///
/// A mean that is worse does not become the previous one: CNTK then goes back to the model of the
/// block before (loadBestModel, its default) and compares with that block's mean again. Here that
/// model is the caller's to restore. The previous mean outlives a decay.
///
/// | option   | unit                | range | default | CNTK's name                      |
/// |----------|---------------------|-------|---------|----------------------------------|
/// | interval | observations        | >= 1  | 1       | learnRateAdjustInterval          |
/// | relative_margin | share of |previous| | >= 0  | 0       | reduceLearnRateIfImproveLessThan |
///
/// Throws std::invalid_argument for an option out of range. Feed it raw losses, through
/// LatestValue. Not for noisy losses: there is no patience, a single bad block decays.
///
/// Differs from CNTK on a negative mean, where CNTK's margin has the wrong sign.
///
/// Cost: a division an observation; 56 bytes.
/// Source: CNTK's Source/SGDLib/SGD.cpp, TrainOrAdaptModel.
class Cntk {
 public:
  struct Options {
    std::int64_t interval = 1;
    double relative_margin = 0.0;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("interval", options.interval, autodecay::at_least(1), "observations",
             "averaged in a block");
      option("relative_margin", options.relative_margin, autodecay::at_least(0),
             "share of the mean", "the least progress of a block");
    }
  };

  /// What it measures.
  static constexpr autodecay::Quantity quantity{"progress"};

  Cntk() : Cntk(Options{}) {}

  explicit Cntk(Options options)
      : block_(autodecay::checked("Cntk", options).interval), relative_(options.relative_margin) {}

  bool update(double level) noexcept {
    if (!block_.update(level)) return false;
    if (blocks_ == 1 || (blocks_ == 2 && latest_ < previous_)) previous_ = latest_;
    latest_ = block_.mean();
    if (blocks_ < 2) ++blocks_;
    return too_little();
  }

  /// The latest block's progress in relation to the magnitude of the previous mean; 0 before the
  /// second block.
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

  /// Keeps the previous mean, with a new block.
  void begin_stage() noexcept { block_.begin_block(); }

  bool operator==(const Cntk&) const = default;

 private:
  [[nodiscard]] bool too_little() const noexcept {
    return blocks_ == 2 && previous_ - latest_ <= relative_ * std::abs(previous_);
  }

  autodecay::statistics::BlockMean block_;
  double relative_;
  double previous_ = 0.0;    // the least mean of the blocks before the latest
  double latest_ = 0.0;      // mean of the latest block that is complete
  std::int64_t blocks_ = 0;  // that are complete: 0, 1, or 2 for more
};

}  // namespace detection
