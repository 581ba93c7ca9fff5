#include "judged_stages.hpp"

#include "support/csv.hpp"

#include <cmath>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <utility>

namespace replay_tool {
namespace {

/// The finite losses at each learning rate, in order; all of them if the log has no rates.
std::vector<std::vector<double>> stages_of(const Log& log) {
  std::vector<std::vector<double>> stages;
  for (std::size_t i = 0; i < log.losses.size(); ++i) {
    const std::vector<double>& rates = log.learning_rates;
    if (i == 0 || (!rates.empty() && !std::isnan(rates[i - 1]) && rates[i] != rates[i - 1]))
      stages.emplace_back();
    if (std::isfinite(log.losses[i])) stages.back().push_back(log.losses[i]);
  }
  return stages;
}

}  // namespace

std::vector<JudgedStage> judged_stages(const Log& log, const std::string& name) {
  std::vector<JudgedStage> judged;
  std::size_t number = 0;
  for (std::vector<double>& losses : stages_of(log)) {
    ++number;
    if (losses.size() < JudgedStage::least_losses) continue;
    try {
      std::vector<hindsight::Outcome> outcomes = hindsight::outcomes_of(losses);
      judged.push_back({std::move(losses), std::move(outcomes)});
    } catch (const std::invalid_argument& error) {
      throw csv::FileError(name, "stage " + std::to_string(number) + ": " + error.what());
    }
  }
  return judged;
}

std::vector<hindsight::Outcome> outcomes_of(const Family& family, const JudgedStage& stage) {
  std::vector<hindsight::Outcome> outcomes;
  for (const std::optional<std::int64_t> plateau : first_plateaus(family, stage.losses))
    outcomes.push_back(plateau ? stage.outcomes[static_cast<std::size_t>(*plateau - 1)]
                               : stage.outcomes.back());
  return outcomes;
}

}  // namespace replay_tool
