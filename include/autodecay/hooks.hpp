#pragma once

#include <concepts>
#include <optional>

#include <autodecay/concepts.hpp>

/// The optional functions of a policy, with their defaults. A policy that wraps others calls them
/// through these functions, and holds them in Resettable.
namespace autodecay {

/// Applies an action. Returns whether it changed anything: the action's answer, or true if it
/// returns none.
template <typename O, DecayAction<O> A>
bool act(A& action, O& optimizer, const Stage& stage) {
  if constexpr (std::same_as<decltype(action(optimizer, stage)), bool>) {
    return action(optimizer, stage);
  } else {
    action(optimizer, stage);
    return true;
  }
}

/// Whether an action may lead observations. An action whose type is chosen at run time knows it
/// only then, and says so by a member of this name.
template <PossibleAction A>
[[nodiscard]] bool may_lead(const A& action) noexcept {
  if constexpr (requires { action.may_lead(); })
    return action.may_lead();
  else
    return LeadingAction<A>;
}

/// The policy's measurement, or nothing if it does not measure. A drop criterion takes the stage as
/// an argument.
template <Policy P, typename... Arguments>
[[nodiscard]] std::optional<Measurement> measure(const P& policy,
                                                 const Arguments&... arguments) noexcept {
  if constexpr (requires { policy.measure(arguments...); })
    return policy.measure(arguments...);
  else
    return std::nullopt;
}

}  // namespace autodecay
