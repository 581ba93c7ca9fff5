#pragma once

#include "recorded_stages.hpp"

#include <optional>
#include <string>

namespace replay_tool {

/// What is said of recorded stages that are too short to judge decisions in them. A gradual rate has
/// such stages if the log rounds it: a cosine in three decimals stays the same for a while.
///
/// Stages look so if there are more than 10, and their median is below 20 observations or a twentieth
/// of the log.
[[nodiscard]] std::optional<std::string> short_stages(const RecordedStages& recorded);

}  // namespace replay_tool
