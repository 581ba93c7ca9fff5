#pragma once

#include <optional>
#include <tuple>
#include <type_traits>

#include <autodecay/combination/combination.hpp>
#include <autodecay/concepts.hpp>

namespace autodecay {

/// Applies several actions in the order given: Sequence{ScaleLearningRate{}, ResetMomentum{}}. It
/// reports a change if any of them does. It leads if any of them does; a WarmUp stands before a
/// Tail, so that the last evidence is the tail's. Cost: that of the actions.
template <typename... Actions>
class Sequence : public detail::Combination<Actions...> {
  static_assert(sizeof...(Actions) > 0, "Sequence needs at least one policy");
  static_assert((PossibleAction<Actions> && ...),
                "Sequence takes actions: void operator()(Optimizer&, const Stage&)");

 public:
  using detail::Combination<Actions...>::Combination;

  template <typename O>
  bool operator()(O& optimizer, const Stage& stage) requires(...&& DecayAction<Actions, O>) {
    bool changed = false;
    std::apply(
        [&](auto&... action) {
          ((changed = autodecay::act(*action, optimizer, stage) || changed), ...);
        },
        this->policies_);
    return changed;
  }

  // A LeadingAction if one of the actions is.

  [[nodiscard]] bool leads() const noexcept requires(... || LeadingAction<Actions>) {
    bool leads = false;
    each_leading(this->policies_, [&](const auto& action) { leads = action.leads() || leads; });
    return leads;
  }
  void advance() noexcept requires(... || LeadingAction<Actions>) {
    each_leading(this->policies_, [](auto& action) { action.advance(); });
  }
  bool end_training() noexcept requires(... || LeadingAction<Actions>) {
    bool leads = false;
    each_leading(this->policies_, [&](auto& action) { leads = action.end_training() || leads; });
    return leads;
  }
  template <typename O>
  void follow(O& optimizer) requires(... || LeadingAction<Actions>) {
    each_leading(this->policies_, [&](auto& action) { action.follow(optimizer); });
  }
  [[nodiscard]] std::optional<Measurement> measure() const noexcept
      requires(... || LeadingAction<Actions>) {
    return this->first_measurement(false);
  }

  bool operator==(const Sequence&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("Sequence", 1);
    self.archive_policies(self, ar);
  }

 private:
  static void each_leading(auto& policies, auto&& use) {
    const auto use_one = [&](auto& action) {
      if constexpr (LeadingAction<std::remove_cvref_t<decltype(*action)>>) use(*action);
    };
    std::apply([&](auto&... action) { (use_one(action), ...); }, policies);
  }
};

template <typename... Actions>
Sequence(Actions...) -> Sequence<Actions...>;

}  // namespace autodecay
