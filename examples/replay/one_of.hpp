#pragma once

#include <concepts>
#include <optional>
#include <utility>
#include <variant>

#include <autodecay/concepts.hpp>
#include <autodecay/hooks.hpp>
#include <autodecay/resettable.hpp>

namespace replay_tool {

/// One of several policies of the same kind, chosen at run time. It is itself a policy of that
/// kind, so that a scheduler of such policies is a single type.
template <autodecay::Policy... Policies>
class OneOf {
 public:
  template <typename P>
  requires(std::same_as<P, Policies> || ...) OneOf(P policy)
      : policy_(autodecay::Resettable<P>(std::move(policy))) {}

  /// For averages and stability criteria.
  auto update(double value) noexcept {
    return std::visit([value](auto& policy) { return policy->update(value); }, policy_);
  }

  /// For drop criteria.
  [[nodiscard]] bool significant(const autodecay::Stage& stage) const noexcept {
    return std::visit([&stage](const auto& policy) { return policy->significant(stage); }, policy_);
  }

  /// The measurement of the chosen policy, if it makes one. A drop criterion takes the stage.
  [[nodiscard]] std::optional<autodecay::Measurement> measure(const auto&... stage) const noexcept {
    return std::visit([&](const auto& policy) { return autodecay::measure(*policy, stage...); },
                      policy_);
  }

  void begin_stage() noexcept {
    std::visit([](auto& policy) { policy.begin_stage(); }, policy_);
  }

  void reset() noexcept {
    std::visit([](auto& policy) { policy.reset(); }, policy_);
  }

  bool operator==(const OneOf&) const = default;

 private:
  std::variant<autodecay::Resettable<Policies>...> policy_;
};

}  // namespace replay_tool
