#include "outlook.hpp"

#include <cmath>
#include <optional>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

using autodecay::Measurement;
using replay_tool::Outlook;
using replay_tool::OutlookEstimator;

namespace {

Measurement spread(double value, double limit = 1.0) {
  return {autodecay::quantities::spread, value, autodecay::Relation::less, limit};
}

std::string text_of(const OutlookEstimator& estimator) {
  std::ostringstream out;
  if (const std::optional<Outlook> outlook = estimator.outlook()) out << *outlook;
  return out.str();
}

/// The outlook after the measurements value(i), i = 0 … count-1, of a stage.
template <typename Value>
std::string after(int count, Value value) {
  OutlookEstimator estimator;
  for (int i = 0; i < count; ++i) estimator.observe(1, spread(value(i)));
  return text_of(estimator);
}

}  // namespace

TEST_CASE("a spread that decreases by a constant ratio is extrapolated") {
  // The tenth value is 2^5, after a start at 2^14: the limit 1 is 5 observations away.
  const auto halved = [](int i) { return std::exp2(14 - i); };
  CHECK(after(9, halved).empty());
  CHECK(after(10, halved) == "stable in about 5 more observations at this trend");
  CHECK(after(14, halved) == "stable in about 1 more observation at this trend");
  CHECK(after(15, [](int i) { return std::exp2(13 - i); }).empty());  // already stable
}

TEST_CASE("a single outlier changes nothing") {
  const auto halved = [](int i) { return i == 6 ? 300.0 : std::exp2(14 - i); };
  CHECK(after(10, halved) == "stable in about 5 more observations at this trend");
}

TEST_CASE("there is no outlook without a trend, or if the limit is far away") {
  CHECK(after(30, [](int) { return 3.0; }).empty());
  CHECK(after(30, [](int i) { return 3.0 + i; }).empty());
  CHECK(after(30, [](int i) { return i % 2 == 0 ? 3.0 : 3.1; }).empty());
  // The logarithm decreases by 0.01 per observation and is now 1: the limit is a hundred away.
  CHECK(after(10, [](int i) { return std::exp(1.09 - 0.01 * i); }).empty());
  // A spread of 0 has no logarithm.
  CHECK(after(10, [](int i) { return i == 3 ? 0.0 : std::exp2(14 - i); }).empty());
}

TEST_CASE("a new stage begins without a trend") {
  OutlookEstimator estimator;
  for (int i = 0; i < 10; ++i) estimator.observe(1, spread(std::exp2(14 - i)));
  CHECK_FALSE(text_of(estimator).empty());
  estimator.observe(2, spread(16.0));
  CHECK(text_of(estimator).empty());
}

TEST_CASE("the outlook of a count is exact") {
  const auto of = [](const std::optional<Measurement>& measurement) {
    OutlookEstimator estimator;
    estimator.observe(1, measurement);
    return text_of(estimator);
  };
  CHECK(of(Measurement{autodecay::quantities::no_improvement, 7, autodecay::Relation::at_least,
                       10}) == "stable in 3 more observations with no improvement");
  CHECK(of(Measurement{autodecay::quantities::no_improvement, 9, autodecay::Relation::at_least,
                       10}) == "stable in 1 more observation with no improvement");
  CHECK(of(Measurement{autodecay::quantities::no_improvement, 9, autodecay::Relation::greater,
                       10}) == "stable in 2 more observations with no improvement");
  CHECK(of(Measurement{autodecay::quantities::no_improvement_in_blocks, 2,
                       autodecay::Relation::at_least, 4}) ==
        "stable in 2 more blocks with no improvement");
  CHECK(of(Measurement{autodecay::quantities::count, 12, autodecay::Relation::at_least, 30}) ==
        "stable in 18 more observations");
  CHECK(
      of(Measurement{autodecay::quantities::no_improvement, 10, autodecay::Relation::at_least, 10})
          .empty());
  CHECK(of(Measurement{autodecay::quantities::cooldown, 2, autodecay::Relation::equal, 0}).empty());
  CHECK(of({}).empty());
}
