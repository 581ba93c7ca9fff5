#pragma once

#include "recorded_stages.hpp"

#include <optional>

#include <nlohmann/json.hpp>

namespace replay_tool {

/// Adds "saved", "recorded" and "regret" to what is said of a decision; null where nothing is known.
inline void add_consequence(nlohmann::ordered_json& decision,
                            const std::optional<Consequence>& consequence) {
  for (const char* const name : {"saved", "recorded", "regret"}) decision[name] = nullptr;
  if (!consequence) return;
  decision["saved"] = consequence->saved;
  decision["recorded"] = consequence->recorded;
  if (consequence->regret) decision["regret"] = *consequence->regret;
}

}  // namespace replay_tool
