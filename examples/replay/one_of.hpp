#pragma once

#include <concepts>
#include <optional>
#include <utility>
#include <variant>

#include <autodecay/concepts.hpp>
#include <autodecay/hooks.hpp>
#include <autodecay/resettable.hpp>

namespace replay_tool {

/// A policy that is chosen at run time among some of a kind, and itself one of that kind: a
/// scheduler of such policies is one type, however many there are to choose from.
template <autodecay::Policy... Policies>
class OneOf {
 public:
  template <typename P>
  requires(std::same_as<P, Policies> || ...) OneOf(P policy)
      : policy_(autodecay::Resettable<P>(std::move(policy))) {}

  /// Of averages and stability criteria.
  auto update(double value) noexcept {
    return std::visit([value](auto& policy) { return policy->update(value); }, policy_);
  }

  /// Of drop criteria.
  [[nodiscard]] bool significant(const autodecay::Stage& stage) const noexcept {
    return std::visit([&stage](const auto& policy) { return policy->significant(stage); }, policy_);
  }

  /// That of the chosen policy, if it makes one. A drop criterion takes the stage.
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
