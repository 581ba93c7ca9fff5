#pragma once

#include "hindsight/outcome.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <span>
#include <vector>

namespace replay_tool {

/// What a decision within a recorded stage would have saved and cost.
struct Consequence {
  std::int64_t saved = 0;     ///< observations of the recorded stage after the decision
  std::int64_t recorded = 0;  ///< observations of the recorded stage
  /// The relative excess of the smoothed loss at the decision over that at the stage's end (see
  /// hindsight/outcome.hpp). Nothing if that end is not above 0.
  std::optional<double> regret{};

  bool operator==(const Consequence&) const = default;
};

/// Prints "saves 7 of 82 observations at a regret of 0.41 %".
std::ostream& operator<<(std::ostream& out, const Consequence& consequence);

/// What decisions would have saved and cost on average, as shares. Each stage counts the same, and a
/// stage without a decision counts as 0. The settings of --suggest are judged by the same means.
struct MeanConsequence {
  double saved = 0.0;              ///< share of a stage
  std::optional<double> regret{};  ///< nothing if that of a decision is not defined
};

/// The mean over this number of recorded stages; of none, nothing is saved and the regret undefined.
[[nodiscard]] MeanConsequence mean_of(std::span<const Consequence> consequences,
                                      std::size_t stages);

/// The recorded stages of a log: the observations between two steps of its learning rate (see
/// RecordedRate). A log without rates is one stage.
class RecordedStages {
 public:
  struct Stage {
    std::int64_t first;  ///< observation, from 1
    std::int64_t last;
    /// The first observation with the rate of the one before it; nothing if the rate was never held.
    /// Decisions before it do not count, and neither does a stage without it.
    std::optional<std::int64_t> held_from{};
    std::vector<double> regrets{};  ///< see regrets_of(); empty: not asked
  };

  /// `rates` has one rate per loss or none. The losses must outlive the object.
  RecordedStages(std::span<const double> losses, std::span<const double> rates);

  /// The consequence of a decision at an observation, from 1.
  [[nodiscard]] Consequence consequence_of(std::int64_t observation);

  /// The number of stages whose rate was held, over which means are taken.
  [[nodiscard]] std::size_t count() const;

  [[nodiscard]] std::size_t size() const { return stages_.size(); }
  [[nodiscard]] const Stage& stage(std::size_t index) const { return stages_[index]; }
  [[nodiscard]] std::span<const double> losses_of(std::size_t index) const;

  /// The regret of a decision at each observation of a stage; NaN where it is not defined. It is
  /// computed when it is first asked for.
  [[nodiscard]] std::span<const double> regrets_of(std::size_t index);

 private:
  std::span<const double> losses_;
  std::vector<Stage> stages_;
};

}  // namespace replay_tool
