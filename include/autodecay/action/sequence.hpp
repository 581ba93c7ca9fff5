#pragma once

#include <tuple>

#include <autodecay/combination/combination.hpp>
#include <autodecay/concepts.hpp>

namespace autodecay {

/// Applies several actions in the order given: Sequence{ScaleLearningRate{}, ResetMomentum{}}. It
/// reports a change if any of them does.
template <typename... Actions>
class Sequence : public detail::Combination<Actions...> {
  static_assert(sizeof...(Actions) > 0, "Sequence needs at least one policy");

 public:
  using detail::Combination<Actions...>::Combination;

  template <typename O>
  bool operator()(O& optimizer, const Stage& stage) requires(...&& DecayAction<Actions, O>) {
    bool changed = false;
    std::apply(
        [&](auto&... action) { ((changed = act(*action, optimizer, stage) || changed), ...); },
        this->policies_);
    return changed;
  }

  bool operator==(const Sequence&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("Sequence", 1);
    self.archive_policies(self, ar);
  }
};

template <typename... Actions>
Sequence(Actions...) -> Sequence<Actions...>;

}  // namespace autodecay
