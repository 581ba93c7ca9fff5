#pragma once

#include <autodecay/concepts.hpp>

/// The optional parts of a policy, with what happens where a policy has none of its own.
namespace autodecay::detail {

/// A new stage begins: `begin_stage()` if the policy has one, `reset()` otherwise.
template <Policy P>
void begin_stage(P& policy) noexcept {
  if constexpr (requires { policy.begin_stage(); })
    policy.begin_stage();
  else
    policy.reset();
}

/// The policy's measurement; an empty one if it makes none. A drop criterion takes the stage.
template <Policy P, typename... Arguments>
[[nodiscard]] Measurement measure(const P& policy, const Arguments&... arguments) noexcept {
  if constexpr (requires { policy.measure(arguments...); })
    return policy.measure(arguments...);
  else
    return {};
}

}  // namespace autodecay::detail
