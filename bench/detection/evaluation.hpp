#pragma once

#include "detection/families.hpp"
#include "detection/stages.hpp"
#include "hindsight/outcome.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace detection {

using hindsight::Outcome;

/// All outcomes of each stage, from hindsight::outcomes_of. Throws csv::FileError, with the file
/// and the first line of the stage, if the last smoothed loss of a stage is not positive.
[[nodiscard]] std::vector<std::vector<Outcome>> all_outcomes(std::span<const RecordedStage> stages);

/// The outcomes of a family's settings on some stages.
struct Evaluation {
  std::string family;
  std::vector<std::string> settings;           ///< the default first
  std::vector<std::vector<Outcome>> outcomes;  ///< of each setting, by stage
  std::vector<Outcome> means;                  ///< of each setting
};

/// Evaluates a family. `outcomes` is the result of all_outcomes for the stages. The plan of a stage is
/// its length times a factor; with several factors, its outcome is the mean over them.
[[nodiscard]] Evaluation evaluate(const Family& family, std::span<const RecordedStage> stages,
                                  std::span<const std::vector<Outcome>> outcomes,
                                  std::span<const double> plan_factors);

/// The settings chosen for some stages, and their outcomes.
struct Choice {
  std::string setting;            ///< "never" if no setting was good enough
  std::vector<Outcome> outcomes;  ///< by stage
};

/// The family's default.
[[nodiscard]] Choice choose_default(const Evaluation& evaluation);

/// The setting with this text, which may be "never". Throws std::invalid_argument if the family does
/// not have it.
[[nodiscard]] Choice choose_named(const Evaluation& evaluation, const std::string& setting);

/// The setting that saves the most at a mean regret of at most `regret`, evaluated on the same
/// stages that it is chosen on. This is the best that the family can do, and optimistic for other
/// stages.
[[nodiscard]] Choice choose_best(const Evaluation& evaluation, double regret);

/// For the stages of each source, the setting that is best, in the same sense, on the stages of all
/// other sources. `sources` has the source of each stage. The text of the choice names the setting
/// that was chosen most often, and for how many sources.
[[nodiscard]] Choice choose_held_out(const Evaluation& evaluation,
                                     std::span<const std::string> sources, double regret);

}  // namespace detection
