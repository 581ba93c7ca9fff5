#include "session.hpp"

#include <cmath>
#include <limits>

namespace replay_tool {
namespace {

using namespace autodecay;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

}  // namespace

Session::Session(const AnyScheduler& policies, Rules rules)
    : scheduler_(policies.average(), Watched(policies.stability(), rules.observe), policies.drop(),
                 ScaleLearningRate()),
      rules_(rules),
      rate_(unknown) {
  if (rules.untrained) scheduler_.begin(*rules.untrained);
}

Answer Session::observe(double loss, double rate) {
  const bool rate_changes = !std::isnan(rate_) && rate != rate_;
  if (rules_.by_rate && (decision_ == Decision::stop || rate_changes)) scheduler_.begin_stage();
  rate_ = rate;
  const std::int64_t stage = scheduler_.stage().index;
  decision_ = scheduler_.observe(loss);
  ended_ = decision_ == Decision::stop && !rules_.by_rate;

  Answer answer{++observations_, stage, unknown, decision_, scheduler_.evidence()};
  if (!std::isfinite(loss)) return answer;
  answer.level = answer.evidence.stage.level;
  if (!rules_.observe) return answer;
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
