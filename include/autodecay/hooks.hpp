#pragma once

#include <concepts>
#include <optional>

#include <autodecay/concepts.hpp>

/// What a policy may answer or leave out, with what stands in for it. A policy that wraps others asks
/// them by these functions, and holds them in Resettable.
namespace autodecay {

/// Applies an action. Returns whether it changed anything: its answer if it gives one, and otherwise
/// true.
template <typename O, DecayAction<O> A>
bool act(A& action, O& optimizer, const Stage& stage) {
  if constexpr (std::convertible_to<decltype(action(optimizer, stage)), bool>) {
    return action(optimizer, stage);
  } else {
    action(optimizer, stage);
    return true;
  }
}

/// What the policy measured, if it measures anything. A drop criterion takes the stage.
template <Policy P, typename... Arguments>
[[nodiscard]] std::optional<Measurement> measure(const P& policy,
                                                 const Arguments&... arguments) noexcept {
  if constexpr (requires { policy.measure(arguments...); })
    return policy.measure(arguments...);
  else
    return std::nullopt;
}

}  // namespace autodecay
