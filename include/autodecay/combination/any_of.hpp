#pragma once

#include <optional>
#include <tuple>

#include <autodecay/combination/combination.hpp>
#include <autodecay/concepts.hpp>

namespace autodecay {

/// Holds if at least one of its criteria holds. A combination of stability criteria is a stability
/// criterion, and a combination of drop criteria is a drop criterion:
///
///   AnyOf{RelativeRange{}, EveryInterval{50}}   // a plateau, or 50 observations at the latest
///
/// Every criterion sees every level, independent of the other answers. The measurement is that of
/// the first criterion that holds, or of the last criterion if none holds; criteria that measure
/// nothing are passed over. Cost: that of the criteria.
template <typename... Ps>
class AnyOf : public detail::Combination<Ps...> {
  static_assert(sizeof...(Ps) > 0, "AnyOf needs at least one policy");

 public:
  static constexpr bool counts_only = (CountsOnly<Ps> && ...);

  using detail::Combination<Ps...>::Combination;

  bool update(double level) noexcept requires(...&& StabilityCriterion<Ps>) {
    bool any = false;
    std::apply([&](auto&... policy) { ((any = policy->update(level) || any), ...); },
               this->policies_);
    return any;
  }

  [[nodiscard]] bool significant(const Stage& stage) const noexcept
      requires(...&& DropCriterion<Ps>) {
    return std::apply([&](const auto&... policy) { return (policy->significant(stage) || ...); },
                      this->policies_);
  }

  template <typename... Arguments>
  [[nodiscard]] std::optional<Measurement> measure(const Arguments&... arguments) const noexcept {
    return this->first_measurement(true, arguments...);
  }

  bool operator==(const AnyOf&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("AnyOf", 1);
    self.archive_policies(self, ar);
  }
};

template <typename... Ps>
AnyOf(Ps...) -> AnyOf<Ps...>;

}  // namespace autodecay
