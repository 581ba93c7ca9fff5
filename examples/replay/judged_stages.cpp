#include "judged_stages.hpp"

#include "support/csv.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace replay_tool {
namespace {

JudgedStage judged_stage(RecordedStages& recorded, std::size_t index) {
  const RecordedStages::Stage& stage = recorded.stage(index);
  const std::span<const double> losses = recorded.losses_of(index);
  const std::span<const double> regrets =
      stage.held_from ? recorded.regrets_of(index) : std::span<const double>();
  const auto rows = static_cast<double>(losses.size());
  JudgedStage judged;
  judged.losses.reserve(losses.size());
  judged.outcomes.reserve(regrets.size());
  for (std::size_t i = 0; i < losses.size(); ++i) {
    if (!std::isfinite(losses[i])) continue;
    judged.losses.push_back(losses[i]);
    if (!stage.held_from) continue;
    const bool counts = stage.first + static_cast<std::int64_t>(i) >= *stage.held_from;
    judged.outcomes.push_back(
        counts ? hindsight::Outcome{(rows - static_cast<double>(i + 1)) / rows, regrets[i]}
               : hindsight::Outcome{});
  }
  return judged;
}

}  // namespace

std::vector<JudgedStage> judged_stages(RecordedStages& recorded, const std::string& name) {
  std::vector<JudgedStage> judged;
  for (std::size_t index = 0; index < recorded.size(); ++index) {
    judged.push_back(judged_stage(recorded, index));
    const std::vector<hindsight::Outcome>& outcomes = judged.back().outcomes;
    if (!outcomes.empty() && std::isnan(outcomes.back().regret))
      throw csv::FileError(
          name, "stage " + std::to_string(index + 1) +
                    ": its smoothed last loss must be greater than 0, or no regret is defined");
  }
  return judged;
}

std::vector<std::vector<hindsight::Outcome>> outcomes_of(const Family& family,
                                                         const std::vector<JudgedStage>& stages) {
  std::vector<std::span<const double>> losses;
  for (const JudgedStage& stage : stages) losses.emplace_back(stage.losses);
  const auto plateaus = first_plateaus(family, losses);
  std::vector<std::vector<hindsight::Outcome>> all;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (stages[i].outcomes.empty()) continue;
    std::vector<hindsight::Outcome>& outcomes = all.emplace_back();
    for (const std::optional<std::int64_t> plateau : plateaus[i])
      outcomes.push_back(plateau ? stages[i].outcomes[static_cast<std::size_t>(*plateau - 1)]
                                 : hindsight::Outcome{});
  }
  return all;
}

}  // namespace replay_tool
