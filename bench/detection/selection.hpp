#pragma once

#include "detection/evaluation.hpp"
#include "support/csv.hpp"

#include <functional>
#include <span>
#include <string>

namespace detection {

/// A way to choose the setting of a family for a limit of the mean regret.
struct Selection {
  std::string description;  ///< "settings chosen on the same stages"

  /// `sources` has the source of each stage of the evaluation.
  std::function<Choice(const Evaluation& evaluation, std::span<const std::string> sources,
                       double limit)>
      choose;
};

/// choose_best.
[[nodiscard]] Selection on_same_stages();

/// choose_held_out.
[[nodiscard]] Selection on_other_sources();

/// The settings in a table with the columns family, limit and setting, such as the
/// detection-scores.csv of other stages. Throws csv::FileError for a missing column. `choose` throws
/// it for a family and limit that the table does not have, and for a setting that the family does
/// not have.
[[nodiscard]] Selection from_table(const csv::Table& scores);

}  // namespace detection
