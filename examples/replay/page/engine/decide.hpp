#pragma once

#include "engine/opened_log.hpp"
#include "session.hpp"

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

namespace replay_page {

/// Replays a scheduler over a log, keeps the points to draw in the log, and returns what the page says:
///
///   {"scheduler": its text, "cpp": its code, "pytorch": the code for PyTorch or null,
///    "decisions": [{"observation", "stage", "decision", "level", "reason", "saved", "recorded",
///                   "regret", "steady"}],
///    "decays": their number, "stops": their number, "recorded_stages": their number,
///    "mean_saved", "mean_regret": over them, as --compare has them,
///    "outlook": "stable in …" at the end of the log, or null}
///
/// If decisions are only observed, "decisions" holds the first of each kind in each stage. Throws
/// GrammarError for a text that names no scheduler.
[[nodiscard]] nlohmann::ordered_json decide(OpenedLog& log, const std::string& scheduler,
                                            replay_tool::Rules rules);

/// What `replay --json` prints for the log.
[[nodiscard]] std::string json_lines(OpenedLog& log, const std::string& scheduler,
                                     replay_tool::Rules rules);

/// What `replay --observe` prints for one observation, from 1, with its numbers: {"observation",
/// "loss", "rate", "text"}. Runs the scheduler up to there.
[[nodiscard]] nlohmann::ordered_json inspect(const OpenedLog& log, const std::string& scheduler,
                                             std::int64_t observation);

}  // namespace replay_page
