#include "replayer.hpp"

#include <cmath>
#include <utility>

namespace replay_tool {

using autodecay::Decision;

Replayer::Replayer(const AnyScheduler& policies, Rules rules, Report& report,
                   RecordedStages* recorded, bool keep)
    : session_(policies, rules), rules_(rules), report_(report), recorded_(recorded), keep_(keep) {}

void Replayer::observe(double loss, double rate) {
  ++observations_;
  if (!std::isfinite(loss)) ++nonfinite_;
  std::optional<Answer> answer = session_.observe(loss, rate);
  if (!answer) return;

  if (last_ && last_->stage != answer->stage && last_->decision == Decision::hold)
    report_.undecided(*last_);
  if (std::isfinite(loss)) estimator_.observe(answer->stage, answer->evidence.stability);
  if (recorded_ != nullptr && answer->decision != Decision::hold && answer->steady)
    answer->consequence = recorded_->consequence_of(answer->observation);
  decays_ += answer->decision == Decision::decay;
  stops_ += answer->decision == Decision::stop;
  report_.answer(*answer, rules_.course == Course::observed ? estimator_.outlook() : std::nullopt);
  if (keep_) keep(*answer);
  last_ = std::move(answer);
}

void Replayer::keep(const Answer& answer) {
  points_.push_back({answer.observation, answer.stage, answer.level, answer.decision});
  const bool again = !reasons_.empty() && reasons_.back().stage == answer.stage &&
                     reasons_.back().decision == answer.decision;
  if (answer.decision != Decision::hold && !again && reasons_.size() < most_reasons)
    reasons_.push_back(answer);
}

void Replayer::end() { report_.end({observations_, nonfinite_, last_, estimator_.outlook()}); }

}  // namespace replay_tool
