#pragma once

#include "detection/stages.hpp"
#include "support/text_table.hpp"

#include <span>

namespace detection {

/// What each option of the library's rules is worth: a table of what the rules save on recorded stages,
/// and at which regret, with their defaults, and with each option at half and at twice its default.
/// Plans as in evaluate(). Throws csv::FileError like all_outcomes.
[[nodiscard]] support::TextRows option_costs(std::span<const RecordedStage> stages,
                                             std::span<const double> plan_factors);

}  // namespace detection
