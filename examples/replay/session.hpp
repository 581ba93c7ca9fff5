#pragma once

#include "recorded_rate.hpp"
#include "recorded_stages.hpp"

#include <cstdint>
#include <optional>
#include <utility>

#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/runtime/any_scheduler.hpp>
#include <autodecay/scheduler.hpp>

namespace replay_tool {

using autodecay::runtime::AnyScheduler;

/// What follows a decision.
enum class Course : std::uint8_t {
  /// The log was trained at its recorded rates, whatever the scheduler decides: after a decision, the
  /// session waits for the next recorded stage. It ends if the rate is not recorded.
  recorded,
  carried_out,  ///< whoever reads the decisions carries them out: the next stage begins at once
  observed      ///< decisions are reported but not applied: the stage continues
};

/// How a session treats a log.
struct Rules {
  Course course = Course::recorded;
  bool by_rate = false;  ///< the log must record the learning rate
  /// The loss of the untrained model, the reference for the drop of the first stage.
  std::optional<double> untrained{};
};

/// The result of one observation.
struct Answer {
  std::int64_t observation = 0;  ///< from 1
  std::int64_t stage = 1;        ///< stage of the observation
  double level = 0.0;            ///< level after the observation; NaN if the loss is non-finite
  /// The decision, or the decision that the scheduler would have made if it only observes.
  autodecay::Decision decision = autodecay::Decision::hold;
  autodecay::Evidence evidence;
  bool rate_known = false;  ///< whether the log records the learning rate
  bool steady = false;      ///< whether it is the same as at the previous observation
  std::optional<Consequence>
      consequence{};  ///< of a decision at a steady rate, if the whole log is known
};

/// A stability criterion whose answer is recorded. If `silent`, the scheduler never sees that it
/// holds.
class Watched {
 public:
  Watched(autodecay::runtime::AnyCriterion criterion, bool silent)
      : criterion_(std::move(criterion)), silent_(silent) {}

  bool update(double level) noexcept {
    holds_ = criterion_.update(level);
    return holds_ && !silent_;
  }

  /// Whether the criterion held at the latest level.
  [[nodiscard]] bool holds() const noexcept { return holds_; }

  [[nodiscard]] std::optional<autodecay::Measurement> measure() const noexcept {
    return criterion_.measure();
  }

  void begin_stage() noexcept {
    criterion_.begin_stage();
    holds_ = false;
  }

  void reset() noexcept {
    criterion_.reset();
    holds_ = false;
  }

  bool operator==(const Watched&) const = default;

 private:
  autodecay::runtime::AnyCriterion criterion_;
  bool silent_;
  bool holds_ = false;
};

/// Runs the policies of a scheduler over the losses of a log as they arrive. Unless its decisions
/// are carried out, a stage also begins where a recorded stage does (see RecordedRate).
class Session {
 public:
  Session(const AnyScheduler& policies, Rules rules);

  /// Adds the next loss. `rate` is the learning rate in the log, or NaN if it is not known. Returns
  /// nothing while the session waits for the next recorded stage, and after it has ended.
  std::optional<Answer> observe(double loss, double rate);

  /// Whether a decision has ended the session, because the log records no learning rate that would
  /// tell where the next stage begins.
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  using Scheduler = autodecay::Scheduler<autodecay::runtime::AnyAverage, Watched,
                                         autodecay::runtime::AnyDrop, autodecay::ScaleLearningRate>;

  [[nodiscard]] Answer answered(double loss);
  [[nodiscard]] autodecay::Decision would_decide() const;

  Scheduler scheduler_;
  Rules rules_;
  std::int64_t observations_ = 0;
  RecordedRate rate_;
  bool waits_ = false;  // for the next recorded stage
  bool ended_ = false;
};

}  // namespace replay_tool
