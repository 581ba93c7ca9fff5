#include "replayer.hpp"

#include <cmath>

namespace replay_tool {

using autodecay::Decision;

Replayer::Replayer(const AnyScheduler& policies, Rules rules, Report& report, bool keep)
    : session_(policies, rules), rules_(rules), report_(report), keep_(keep) {}

void Replayer::observe(double loss, double rate) {
  ++observations_;
  if (!std::isfinite(loss)) ++nonfinite_;
  if (session_.ended()) return;

  const Answer answer = session_.observe(loss, rate);
  if (std::isfinite(loss)) estimator_.observe(answer.stage, answer.evidence.stability);
  decays_ += answer.decision == Decision::decay;
  stops_ += answer.decision == Decision::stop;
  report_.answer(answer, rules_.observe ? estimator_.outlook() : std::nullopt);
  if (keep_) points_.push_back({answer.observation, answer.stage, answer.level, answer.decision});
  last_ = answer;
}

void Replayer::end() { report_.end({observations_, nonfinite_, last_, estimator_.outlook()}); }

}  // namespace replay_tool
