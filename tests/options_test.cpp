#include "support/options.hpp"

#include "support/message.hpp"

#include <cstdint>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>

using namespace autodecay;

namespace {

struct Made {
  std::int64_t count = 2;
  double share = 0.5;
  DropReference reference = DropReference::first_level;

  static void describe(auto& options, auto&& option) {
    option("count", options.count, at_least(1), "blocks", "how many");
    option("share", options.share, above_to(0, 1), "of all", "how much");
    option("reference", options.reference, any_name, "", "from where");
  }
};
static_assert(Described<Made> && !Described<int> && !Described<Stage>);

std::string refusal(const Made& options) {
  return test::message<std::invalid_argument>([&] { (void)checked("Made", options); });
}

/// Unit, range, default and phrase of each option of P.
template <typename P>
std::map<std::string, std::string> rows_of() {
  const auto rows = test::option_rows<P>();
  return {rows.begin(), rows.end()};
}

}  // namespace

TEST_CASE("a range contains the numbers between its bounds") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(at_least(1).contains(1));
  CHECK_FALSE(at_least(1).contains(0));
  CHECK(at_least(0).contains(infinity));
  CHECK_FALSE(finite_from(0).contains(infinity));
  CHECK_FALSE(greater_than(0).contains(0.0));
  CHECK(from_to(2, 3).contains(2));
  CHECK(from_to(2, 3).contains(3));
  CHECK_FALSE(above_to(2, 3).contains(2));
  CHECK(above_to(2, 3).contains(3));
  CHECK(from_below(2, 3).contains(2));
  CHECK_FALSE(from_below(2, 3).contains(3));
  CHECK_FALSE(between(2, 3).contains(2));
  CHECK_FALSE(between(2, 3).contains(3));
  for (const Range& range : {at_least(0), finite_from(0), greater_than(0), from_to(0, 1)})
    CHECK_FALSE(range.contains(nan));
}

TEST_CASE("a range has a text") {
  CHECK(at_least(1).text() == "at least 1");
  CHECK(finite_from(1).text() == "at least 1 and finite");
  CHECK(greater_than(0).text() == "greater than 0");
  CHECK(from_to(2, 0x1p24).text() == "in [2, 2^24]");
  CHECK(above_to(0, 1).text() == "in (0, 1]");
  CHECK(from_below(0, 1).text() == "in [0, 1)");
  CHECK(between(0.5, 1).text() == "in (0.5, 1)");
}

TEST_CASE(
    "the error for an option out of range has the class, the option, the range and the value") {
  CHECK(refusal({}).empty());
  CHECK(refusal({.count = 0}) == "Made: count must be at least 1 block, got 0");
  CHECK(refusal({.share = 0.0}) == "Made: share must be in (0, 1], got 0");
  CHECK(refusal({.share = std::numeric_limits<double>::quiet_NaN()}) ==
        "Made: share must be in (0, 1], got nan");
  CHECK(refusal({.reference = static_cast<DropReference>(2)}) ==
        "Made: reference must be one of its names, got 2");
}

TEST_CASE("a preset describes each option as the policy does that takes it") {
  const auto same = []<typename Preset, typename... Policies>() {
    std::map<std::string, std::string> all;
    (all.merge(rows_of<Policies>()), ...);
    std::map<std::string, std::string> rows = rows_of<Preset>();
    if (std::is_same_v<Preset, AutoDecay>)
      CHECK(rows.erase("stages") == 1);  // has no default there
    return rows == all;
  };
  CHECK(same.operator()<AutoDecay, ExponentialMovingAverage, RelativeDrop, RelativeRange,
                        ScaleLearningRate>());
  CHECK(same.operator()<ReduceOnPlateau, NoImprovement, ScaleLearningRate>());
  CHECK(same.operator()<compat::PyTorchScheduler, compat::PyTorchPlateau, compat::PyTorchDecay>());
  CHECK(same.operator()<compat::KerasScheduler, compat::KerasPlateau, ScaleLearningRate>());
  CHECK(same.operator()<compat::OptaxScheduler, compat::OptaxPlateau, ScaleLearningRate>());
  CHECK(same.operator()<compat::DlibScheduler, compat::DlibPlateau, compat::DlibDecay>());
  // StepDecay has defaults of its own for options that have none in their policies.
  CHECK(rows_of<StepDecay>().at("interval") ==
        "observations | at least 1 | 30 | number of observations between two decays");
  CHECK(rows_of<StepDecay>().at("factor") == rows_of<ScaleLearningRate>().at("factor"));
  CHECK(rows_of<StepDecay>().at("floor") == rows_of<ScaleLearningRate>().at("floor"));
  CHECK(rows_of<StepDecay>().count("stages") == 1);
  CHECK(rows_of<StepDecay>().size() == 4);
}
