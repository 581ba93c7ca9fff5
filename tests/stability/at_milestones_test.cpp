#include "support/message.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/stability/at_milestones.hpp>

using autodecay::AtMilestones;
using autodecay::Measurement;

namespace {

/// The observations, from 1 to `last`, at which the criterion holds.
std::vector<int> reached(AtMilestones& criterion, int last) {
  std::vector<int> reached;
  for (int observation = 1; observation <= last; ++observation)
    if (criterion.update(0.0)) reached.push_back(observation);
  return reached;
}

}  // namespace

TEST_CASE("AtMilestones holds only at its milestones") {
  AtMilestones criterion{1, 2, 7, 30};
  CHECK(reached(criterion, 100) == std::vector{1, 2, 7, 30});
  CHECK(criterion.milestones() == std::vector<std::int64_t>{1, 2, 7, 30});
}

TEST_CASE("milestones count observations of the run, not of the stage") {
  AtMilestones criterion{3, 5};
  for (int observation = 1; observation <= 9; ++observation) {
    CHECK(criterion.update(0.0) == (observation == 3 || observation == 5));
    criterion.begin_stage();
  }
  criterion.reset();
  CHECK(criterion == AtMilestones{3, 5});
  CHECK(reached(criterion, 9) == std::vector{3, 5});
}

TEST_CASE("an empty list of milestones never holds") {
  AtMilestones criterion(std::vector<std::int64_t>{});
  CHECK(reached(criterion, 20).empty());
  CHECK_FALSE(criterion.measure().has_value());
}

TEST_CASE("AtMilestones measures the observation and the next milestone") {
  AtMilestones criterion{2, 3};
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::observation, 0.0, autodecay::Relation::equal, 2.0});
  criterion.update(0.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::observation, 1.0, autodecay::Relation::equal, 2.0});
  criterion.update(0.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::observation, 2.0, autodecay::Relation::equal, 2.0});
  criterion.update(0.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::observation, 3.0, autodecay::Relation::equal, 3.0});
  criterion.update(0.0);
  CHECK_FALSE(criterion.measure().has_value());  // no milestone is left
}

TEST_CASE("milestones must be positive and strictly increasing") {
  const auto message = [](const std::vector<std::int64_t>& milestones) {
    return test::message<std::invalid_argument>([&] { AtMilestones criterion(milestones); });
  };
  const std::string expected =
      "AtMilestones: each milestone must be at least 1 and greater than the one before, got ";
  CHECK(message({0, 5}) == expected + "0");
  CHECK(message({-3}) == expected + "-3");
  CHECK(message({5, 5}) == expected + "5");
  CHECK(message({5, 9, 8}) == expected + "8");
  CHECK(message({1, 2}).empty());
}
