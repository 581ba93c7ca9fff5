#pragma once

#include <concepts>

#include <autodecay/concepts.hpp>

/// The optional parts of a policy, with what happens where a policy has none of its own. A policy
/// that wraps others passes them on by these functions.
namespace autodecay {

/// A new stage begins: calls `policy.begin_stage()` if there is one. Otherwise an average or a
/// stability criterion is reset, since its levels belong to a stage, and any other policy stays as
/// it is.
template <Policy P>
void begin_stage(P& policy) noexcept {
  if constexpr (requires { policy.begin_stage(); })
    policy.begin_stage();
  else if constexpr (MovingAverage<P> || StabilityCriterion<P>)
    policy.reset();
}

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

/// What the policy measured; empty if it measures nothing. A drop criterion takes the stage.
template <Policy P, typename... Arguments>
[[nodiscard]] Measurement measure(const P& policy, const Arguments&... arguments) noexcept {
  if constexpr (requires { policy.measure(arguments...); })
    return policy.measure(arguments...);
  else
    return {};
}

}  // namespace autodecay
