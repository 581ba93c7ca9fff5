#pragma once

#include <tuple>

#include <autodecay/combination/combination.hpp>
#include <autodecay/concepts.hpp>

namespace autodecay {

/// One action after another, in the order given: Then{ScaleLearningRate{}, ResetMomentum{}}.
template <Policy... Actions>
class Then : public detail::Combination<Actions...> {
 public:
  using detail::Combination<Actions...>::Combination;

  template <typename O>
  void operator()(O& optimizer, const Stage& stage) requires(DecayAction<Actions, O>&&...) {
    std::apply([&](Actions&... action) { (action(optimizer, stage), ...); }, this->policies_);
  }

  bool operator==(const Then&) const = default;

  void archive(auto& ar) {
    ar.type("Then", 1);
    detail::Combination<Actions...>::archive(ar);
  }
};

template <typename... Actions>
Then(Actions...) -> Then<Actions...>;

}  // namespace autodecay
