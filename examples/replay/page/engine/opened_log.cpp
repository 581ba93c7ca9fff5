#include "engine/opened_log.hpp"

#include "noise.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace replay_page {

OpenedLog::OpenedLog(std::string path, const replay_tool::Wanted& wanted)
    : path_(std::move(path)),
      turned_around_(wanted.maximize),
      log_(replay_tool::read_log(path_, wanted, false)),
      recorded_(log_.losses, log_.learning_rates) {}

const std::vector<replay_tool::JudgedStage>& OpenedLog::judged() {
  if (!judged_) judged_ = replay_tool::judged_stages(log_, path_);
  return *judged_;
}

double OpenedLog::rate(std::size_t observation) const {
  return log_.learning_rates.empty() ? std::numeric_limits<double>::quiet_NaN()
                                     : log_.learning_rates[observation - 1];
}

nlohmann::ordered_json OpenedLog::description() const {
  nlohmann::ordered_json warnings = nlohmann::ordered_json::array();
  for (const std::string& warning :
       {log_.choice, log_.note, replay_tool::warning_of_noise(log_.losses)})
    if (!warning.empty()) warnings.push_back(warning);
  return {{"path", path_},
          {"column", log_.column + (turned_around_ ? ", turned around" : "")},
          {"observations", log_.losses.size()},
          {"nonfinite", std::count_if(log_.losses.begin(), log_.losses.end(),
                                      [](double loss) { return !std::isfinite(loss); })},
          {"rates", !log_.learning_rates.empty()},
          {"rows", log_.rows},
          {"warnings", warnings}};
}

}  // namespace replay_page
