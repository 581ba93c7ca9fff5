#include "session.hpp"

#include <cmath>
#include <limits>

namespace replay_tool {
namespace {

using namespace autodecay;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

}  // namespace

Session::Session(const AnyScheduler& policies, Rules rules)
    : scheduler_(policies.average(),
                 Watched(policies.stability(), rules.course == Course::observed), policies.drop(),
                 ScaleLearningRate()),
      rules_(rules) {
  if (rules.untrained) scheduler_.begin(*rules.untrained);
}

std::optional<Answer> Session::observe(double loss, double rate) {
  ++observations_;
  if (rate_.next(rate) && rules_.course != Course::carried_out && !ended_) {
    scheduler_.begin_stage();
    waits_ = false;
  }
  if (waits_) return std::nullopt;
  Answer answer = answered(loss);
  if (answer.decision != Decision::hold && rules_.course == Course::recorded) {
    waits_ = true;
    ended_ = !rate_.known();
  }
  return answer;
}

Answer Session::answered(double loss) {
  const std::int64_t stage = scheduler_.stage().index;
  const Decision decision = scheduler_.observe(loss);
  Answer answer{observations_,         stage,         unknown,     decision,
                scheduler_.evidence(), rate_.known(), rate_.held()};
  if (!std::isfinite(loss)) return answer;
  answer.level = answer.evidence.stage.level;
  if (rules_.course != Course::observed) return answer;
  answer.decision = would_decide();
  if (answer.decision != Decision::hold)
    answer.evidence.drop = measure(scheduler_.drop(), scheduler_.stage());
  return answer;
}

Decision Session::would_decide() const {
  if (!scheduler_.stability().holds()) return Decision::hold;
  return scheduler_.drop().significant(scheduler_.stage()) ? Decision::decay : Decision::stop;
}

}  // namespace replay_tool
