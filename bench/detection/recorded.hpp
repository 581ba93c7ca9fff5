#pragma once

#include "detection/evaluation.hpp"
#include "detection/selection.hpp"
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
  Interval saved;          ///< 95 % intervals of the means, by grouped_interval over the sources
  Interval regret;         ///< likewise
  double advantage = 0.0;  ///< mean difference in savings from the reference, per stage
  Interval advantages;     ///< the 95 % interval of the advantage
};

/// What a planned family saves more than its family without_plan.
struct PlanWorth {
  std::string planned;
  std::string other;
  double limit;  ///< of the mean regret
  double more;   ///< mean difference in savings per stage
  Interval interval;
};

/// The default of a family whose plans are all wrong by the same factor.
struct WrongPlan {
  std::string family;
  std::string setting;
  double factor;  ///< plan / recorded length
  Outcome mean;
};

/// The results of all families on recorded stages.
struct RecordedResults {
  std::size_t stages = 0;
  std::size_t logs = 0;     ///< that contain one of the stages
  std::size_t sources = 0;  ///< of these logs
  std::string selection;    ///< Selection::description
  std::string reference;    ///< the family that all are compared with
  std::vector<Evaluation> evaluations;
  std::vector<Outcome> bound;          ///< hindsight::hindsight_bound
  std::vector<double> limits;          ///< of the mean regret
  std::vector<Score> scores;           ///< for each family: one per limit, then the default's
  std::vector<PlanWorth> plan_worths;  ///< for each planned family that has another: one per limit
  std::vector<WrongPlan> wrong_plans;  ///< one per factor, if there are several, and if they matter
};

/// Evaluates all families on the stages, and compares them with the one that is named `reference`,
/// which must be among them. Throws csv::FileError like all_outcomes and the selection.
[[nodiscard]] RecordedResults compare_on(std::span<const RecordedStage> stages,
                                         std::span<const Family> families,
                                         std::span<const double> plan_factors,
                                         const std::vector<double>& limits,
                                         const Selection& selection, const std::string& reference);

}  // namespace detection
