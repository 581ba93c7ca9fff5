#pragma once

#include <optional>
#include <tuple>

#include <autodecay/combination/combination.hpp>
#include <autodecay/concepts.hpp>

namespace autodecay {

/// Holds if all of its criteria hold. A combination of stability criteria is a stability criterion,
/// and a combination of drop criteria is a drop criterion:
///
///   AllOf{MinStageLength{10}, RelativeRange{}}  // no stage shorter than 10 observations
///   AllOf{RelativeDrop{}, StageLimit{3}}        // the paper's rule, and at most 3 stages
///
/// Every criterion sees every level, independent of the other answers. The measurement is that of
/// the first criterion that does not hold, or of the last criterion if all hold; criteria that
/// measure nothing are passed over. Cost: that of the criteria.
template <typename... Ps>
class AllOf : public detail::Combination<Ps...> {
  static_assert(sizeof...(Ps) > 0, "AllOf needs at least one policy");

 public:
  static constexpr bool counts_only = (CountsOnly<Ps> && ...);

  using detail::Combination<Ps...>::Combination;

  bool update(double level) noexcept requires(...&& StabilityCriterion<Ps>) {
    bool all = true;
    std::apply([&](auto&... policy) { ((all = policy->update(level) && all), ...); },
               this->policies_);
    return all;
  }

  [[nodiscard]] bool significant(const Stage& stage) const noexcept
      requires(...&& DropCriterion<Ps>) {
    return std::apply([&](const auto&... policy) { return (policy->significant(stage) && ...); },
                      this->policies_);
  }

  template <typename... Arguments>
  [[nodiscard]] std::optional<Measurement> measure(const Arguments&... arguments) const noexcept {
    return this->first_measurement(false, arguments...);
  }

  bool operator==(const AllOf&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("AllOf", 1);
    self.archive_policies(self, ar);
  }
};

template <typename... Ps>
AllOf(Ps...) -> AllOf<Ps...>;

}  // namespace autodecay
