#pragma once

#include "detection/evaluation.hpp"
#include "detection/stages.hpp"
#include "detection/statistics.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace detection {

/// What settings of a family that were chosen in some way come to on recorded stages.
struct Score {
  std::string family;
  std::string limit;    ///< of the mean regret, or "default"
  std::string setting;  ///< as Choice has it
  Outcome mean;
  Interval saved;          ///< 95 % intervals of the means, by a bootstrap over the logs
  Interval regret;         ///<
  double advantage = 0.0;  ///< by how much more it saves than the first family does, stage by stage
  Interval advantages;     ///< its 95 % interval
};

enum class ChosenOn : bool {
  all_stages,    ///< choose_best
  other_sources  ///< choose_held_out
};

/// The detectors' families on recorded stages.
struct RecordedResults {
  std::size_t stages = 0;
  std::size_t logs = 0;     ///< with one of the stages
  std::size_t sources = 0;  ///< of these logs
  ChosenOn chosen_on = ChosenOn::all_stages;
  std::vector<Evaluation> evaluations;
  std::vector<Outcome> bound;  ///< hindsight::hindsight_bound
  std::vector<double> limits;  ///< of the mean regret
  std::vector<Score> scores;   ///< family by family: of each limit, then of the default
};

/// Throws csv::FileError as all_outcomes does.
[[nodiscard]] RecordedResults compare_on(std::span<const RecordedStage> stages,
                                         std::span<const Family> families,
                                         const std::vector<double>& limits, ChosenOn chosen_on);

}  // namespace detection
