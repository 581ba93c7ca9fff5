#include "engine/opened_log.hpp"

#include "noise.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace replay_page {

OpenedLog::OpenedLog(std::string path, const replay_tool::Wanted& wanted)
    : path_(std::move(path)),
      log_(replay_tool::read_log(path_, wanted, false)),
      recorded_(log_.losses, log_.learning_rates) {}

const std::vector<replay_tool::JudgedStage>& OpenedLog::judged() {
  if (!judged_) judged_ = replay_tool::judged_stages(recorded_, path_);
  return *judged_;
}

nlohmann::ordered_json OpenedLog::description() const {
  using nlohmann::ordered_json;
  ordered_json noise;
  if (const auto found = replay_tool::noise_of(log_.losses))
    noise = {{"finding", found->finding}, {"scheduler", found->scheduler}};
  return {{"path", path_},
          {"column", log_.column},
          {"observations", log_.losses.size()},
          {"nonfinite", std::count_if(log_.losses.begin(), log_.losses.end(),
                                      [](double loss) { return !std::isfinite(loss); })},
          {"rates", !log_.learning_rates.empty()},
          {"rows", log_.rows},
          {"note", log_.note},
          {"chosen", !log_.choice.empty()},
          {"others", log_.others},
          {"accuracy", replay_tool::is_accuracy(log_.column)},
          {"best_value", log_.best_value ? ordered_json(*log_.best_value) : ordered_json(nullptr)},
          {"noise", noise}};
}

}  // namespace replay_page
