#pragma once

#include <tuple>

#include <autodecay/combination/combination.hpp>
#include <autodecay/concepts.hpp>

namespace autodecay {

/// One action after another, in the order given: Sequence{ScaleLearningRate{}, ResetMomentum{}}.
template <Policy... Actions>
class Sequence : public detail::Combination<Actions...> {
 public:
  using detail::Combination<Actions...>::Combination;

  template <typename O>
  void operator()(O& optimizer, const Stage& stage) requires(DecayAction<Actions, O>&&...) {
    std::apply([&](Actions&... action) { (action(optimizer, stage), ...); }, this->policies_);
  }

  bool operator==(const Sequence&) const = default;

  void archive(auto& ar) {
    ar.type("Sequence", 1);
    detail::Combination<Actions...>::archive(ar);
  }
};

template <typename... Actions>
Sequence(Actions...) -> Sequence<Actions...>;

}  // namespace autodecay
