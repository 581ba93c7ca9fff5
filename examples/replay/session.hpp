#pragma once

#include "policies.hpp"

#include <cstdint>
#include <optional>
#include <utility>

#include <autodecay/all.hpp>

namespace replay_tool {

/// What a session makes of a log.
struct Rules {
  bool by_rate = false;  ///< a stage begins where the log's learning rate changes and after a stop
  bool observe = false;  ///< decisions are told and not acted on: the stage goes on
  /// The loss of the untrained model, which the drop of the first stage is judged by.
  std::optional<double> untrained{};
};

/// What came of one observation.
struct Answer {
  std::int64_t observation = 0;  ///< from 1
  std::int64_t stage = 1;        ///< that the observation belongs to
  double level = 0.0;            ///< of its stage after it; NaN if the loss is not finite
  /// What the scheduler decided; if it only observes, what it would have.
  autodecay::Decision decision = autodecay::Decision::hold;
  autodecay::Evidence evidence;
};

/// A stability criterion of which the scheduler hears only if it is to act.
class Watched {
 public:
  Watched(Stability criterion, bool silent) : criterion_(std::move(criterion)), silent_(silent) {}

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
  Stability criterion_;
  bool silent_;
  bool holds_ = false;
};

/// Runs a Scheduler of the policies over the losses of a log, as they come.
class Session {
 public:
  Session(const Policies& policies, Rules rules);

  /// Takes the next loss in. `rate` is the log's learning rate, NaN if that is not known. Not to be
  /// called once the session has ended.
  Answer observe(double loss, double rate);

  /// Whether a stop has ended it: never by the rate, nor if it only observes.
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  using Scheduler = autodecay::Scheduler<Average, Watched, Drop, autodecay::ScaleLearningRate>;

  [[nodiscard]] autodecay::Decision would_decide() const;

  Scheduler scheduler_;
  Rules rules_;
  std::int64_t observations_ = 0;
  double rate_;  // of the observation before; NaN if not known
  autodecay::Decision decision_ = autodecay::Decision::hold;
  bool ended_ = false;
};

}  // namespace replay_tool
