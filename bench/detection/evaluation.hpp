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

/// All outcomes of each stage, as hindsight::outcomes_of has them. Throws csv::FileError that names the file
/// and the stage's first line if its smoothed last loss is not positive.
[[nodiscard]] std::vector<std::vector<Outcome>> all_outcomes(std::span<const RecordedStage> stages);

/// What a family's settings come to on some stages.
struct Evaluation {
  std::string family;
  std::vector<std::string> settings;           ///< the default first
  std::vector<std::vector<Outcome>> outcomes;  ///< of each setting, by stage
  std::vector<Outcome> means;                  ///< of each setting
};

/// `outcomes` are those of the stages, as all_outcomes has them.
[[nodiscard]] Evaluation evaluate(const Family& family, std::span<const RecordedStage> stages,
                                  std::span<const std::vector<Outcome>> outcomes);

/// Settings that were chosen for some stages, and what they come to there.
struct Choice {
  std::string setting;            ///< "never" if no setting was good enough
  std::vector<Outcome> outcomes;  ///< by stage
};

/// The family's default.
[[nodiscard]] Choice choose_default(const Evaluation& evaluation);

/// The setting that saves most at a mean regret of at most `regret`, on the very stages that it is
/// chosen by: what the family could do at best, and more than it will do elsewhere.
[[nodiscard]] Choice choose_best(const Evaluation& evaluation, double regret);

/// For the stages of each source the setting that is best, in the same sense, on those of all the
/// others. `sources` has the source of each stage; the setting's text tells in how many of them the
/// one was chosen that was chosen most often.
[[nodiscard]] Choice choose_held_out(const Evaluation& evaluation,
                                     std::span<const std::string> sources, double regret);

}  // namespace detection
