#pragma once

#include "support/registry.hpp"
#include "support/usage_error.hpp"

#include <string>

#include <autodecay/runtime/grammar.hpp>

namespace replay_tool {

/// The scheduler that a text of the command line names. Throws UsageError.
[[nodiscard]] inline autodecay::runtime::AnyScheduler scheduler_of(const std::string& text) {
  try {
    return autodecay::runtime::parse(text, support::registry());
  } catch (const autodecay::runtime::GrammarError& error) {
    throw support::UsageError(std::string("--scheduler: ") + error.what());
  }
}

}  // namespace replay_tool
