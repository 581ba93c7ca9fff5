#pragma once

#include <string>
#include <string_view>

#include <autodecay/runtime/grammar.hpp>
#include <autodecay/runtime/standard_registry.hpp>

/// The functions of grammar.hpp for the library's own policies:
///
///   AnyScheduler scheduler = parse("ema(0.9) | range(window=5, tolerance=0.01) | drop | scale(0.1)");
namespace autodecay::runtime {

/// The scheduler that a text names. Throws GrammarError for the text, and std::invalid_argument for
/// the options.
[[nodiscard]] inline AnyScheduler parse(std::string_view text, SchedulerOptions options = {}) {
  return parse(text, standard_registry(), options);
}

/// The shortest text of all four parts from which parse() makes the scheduler's policies, without
/// their state. Throws std::invalid_argument for a policy that is not in the standard registry.
[[nodiscard]] inline std::string to_text(const AnyScheduler& scheduler) {
  return to_text(scheduler, standard_registry());
}

/// The C++ expression of a scheduler with these policies, for a program with
/// `using namespace autodecay`. Throws like to_text().
[[nodiscard]] inline std::string to_cpp(const AnyScheduler& scheduler) {
  return to_cpp(scheduler, standard_registry());
}

}  // namespace autodecay::runtime
