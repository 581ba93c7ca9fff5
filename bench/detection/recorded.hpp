#pragma once

#include "detection/evaluation.hpp"
#include "detection/stages.hpp"
#include "detection/statistics.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace detection {

/// The outcome of a family's chosen settings on recorded stages.
struct Score {
  std::string family;
  std::string limit;    ///< of the mean regret, or "default"
  std::string setting;  ///< text of the Choice
  Outcome mean;
  Interval saved;          ///< 95 % intervals of the means, by a bootstrap over the sources
  Interval regret;         ///< likewise
  double advantage = 0.0;  ///< mean difference in savings from the first family, per stage
  Interval advantages;     ///< the 95 % interval of the advantage
};

enum class ChosenOn : bool {
  all_stages,    ///< choose_best
  other_sources  ///< choose_held_out
};

/// The results of all families on recorded stages.
struct RecordedResults {
  std::size_t stages = 0;
  std::size_t logs = 0;     ///< that contain one of the stages
  std::size_t sources = 0;  ///< of these logs
  ChosenOn chosen_on = ChosenOn::all_stages;
  std::vector<Evaluation> evaluations;
  std::vector<Outcome> bound;  ///< hindsight::hindsight_bound
  std::vector<double> limits;  ///< of the mean regret
  std::vector<Score> scores;   ///< for each family: one per limit, then the default's
};

/// Evaluates all families on the stages. Throws csv::FileError like all_outcomes.
[[nodiscard]] RecordedResults compare_on(std::span<const RecordedStage> stages,
                                         std::span<const Family> families,
                                         std::span<const double> plan_factors,
                                         const std::vector<double>& limits, ChosenOn chosen_on);

}  // namespace detection
