#include <cstdint>
#include <tuple>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/combination/combination.hpp>
#include <autodecay/drop/unlimited.hpp>
#include <autodecay/stability/at_milestones.hpp>
#include <autodecay/stability/every_interval.hpp>
#include <autodecay/stability/min_stage_length.hpp>

using namespace autodecay;

namespace {

/// Exposes the members that AllOf, AnyOf and Sequence inherit from Combination.
template <typename... Ps>
class Pack : public detail::Combination<Ps...> {
 public:
  using detail::Combination<Ps...>::Combination;

  void update() {
    std::apply([](auto&... policy) { (policy->update(0.0), ...); }, this->policies_);
  }
  [[nodiscard]] std::optional<Measurement> first(bool holds) const {
    return this->first_measurement(holds);
  }

  static void archive(auto& self, auto& ar) { self.archive_policies(self, ar); }
};

template <typename... Ps>
Pack(Ps...) -> Pack<Ps...>;

using Clocks = Pack<MinStageLength, AtMilestones, EveryInterval>;

Clocks fresh() { return Clocks{MinStageLength{2}, AtMilestones{3, 9}, EveryInterval{4}}; }

}  // namespace

TEST_CASE("reset and begin_stage reach every policy") {
  Clocks clocks = fresh();
  for (int i = 0; i < 3; ++i) clocks.update();
  Clocks other = clocks;
  CHECK(other == clocks);

  clocks.reset();
  CHECK(clocks == fresh());

  other.begin_stage();
  CHECK_FALSE(other == fresh());  // the count of the milestones continues,
  Clocks expected{MinStageLength{2},
                  [] {
                    AtMilestones milestones{3, 9};
                    for (int i = 0; i < 3; ++i) milestones.update(0.0);
                    return milestones;
                  }(),
                  EveryInterval{4}};
  CHECK(other == expected);  // and no other count does
}

TEST_CASE("policies are saved under their positions") {
  Pack pack{MinStageLength{2}, EveryInterval{4}};
  CHECK(
      save(pack).starts_with("autodecay 1\n"
                             "1.type = MinStageLength 1\n"
                             "1.options.observations = 2\n"
                             "1.count = 0\n"
                             "2.type = EveryInterval 1\n"
                             "2.options.interval = 4\n"
                             "2.count = 0\n"
                             "crc32 = "));
}

TEST_CASE("the measurement is the first with the wanted answer, or the last") {
  Clocks clocks = fresh();
  clocks.update();
  clocks.update();  // only MinStageLength holds
  CHECK(clocks.first(true)->quantity == autodecay::quantities::count);
  CHECK(clocks.first(true)->limit == 2.0);
  CHECK(clocks.first(false)->quantity == autodecay::quantities::observation);
  clocks.update();
  clocks.update();  // MinStageLength and EveryInterval hold
  CHECK(clocks.first(false)->quantity == autodecay::quantities::observation);

  Pack none_holds{MinStageLength{2}, EveryInterval{4}};
  none_holds.update();
  CHECK(none_holds.first(true)->limit == 4.0);
}

TEST_CASE("policies without a measurement are skipped") {
  AtMilestones over(std::vector<std::int64_t>{});
  Pack pack{over, MinStageLength{1}, over};
  CHECK(pack.first(true)->quantity == autodecay::quantities::count);
  CHECK(pack.first(false)->quantity == autodecay::quantities::count);
  CHECK_FALSE(Pack{over}.first(true).has_value());
}
