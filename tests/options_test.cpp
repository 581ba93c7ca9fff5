#include "support/message.hpp"

#include <concepts>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

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

/// Whether a policy can be made without options, from the criterion that it wraps if it wraps one.
template <typename P>
constexpr bool has_defaults =
    std::default_initializable<P> || std::constructible_from<P, RelativeRange>;

/// The options of P as rows of docs/options.md: unit, range, default and phrase. A policy that is not
/// default-constructible has no defaults.
template <typename P>
std::map<std::string, std::string> rows_of() {
  using Options = typename P::Options;
  std::map<std::string, std::string> rows;
  Options options{};
  Options::describe(options, [&](std::string_view name, const auto& value, const auto& range,
                                 std::string_view unit, std::string_view phrase) {
    std::ostringstream row;
    row << unit << " | " << range.text() << " | "
        << (has_defaults<P> ? autodecay::detail::value_text(value) : "none") << " | " << phrase;
    rows[std::string(name)] = row.str();
  });
  return rows;
}

/// Adds one row per option of a policy, in the order of its description.
template <typename P>
void add_rows(std::ostream& out, std::string_view policy) {
  const auto rows = rows_of<P>();
  typename P::Options options{};
  P::Options::describe(options, [&](std::string_view name, const auto&...) {
    out << "| `" << policy << "` | `" << name << "` | " << rows.at(std::string(name)) << " |\n";
  });
}

struct SchedulerItself {
  using Options = SchedulerOptions;
};

std::string table() {
  std::ostringstream out;
  out << "# Options\n\nThe options of every policy, as its `Options` describes them.\n\n"
         "| policy | option | unit | range | default | |\n|---|---|---|---|---|---|\n";
  add_rows<ExponentialMovingAverage>(out, "ExponentialMovingAverage");
  add_rows<SimpleMovingAverage>(out, "SimpleMovingAverage");
  add_rows<RelativeRange>(out, "RelativeRange");
  add_rows<NoImprovement>(out, "NoImprovement");
  add_rows<MarginalImprovement>(out, "MarginalImprovement");
  add_rows<RemainingImprovement>(out, "RemainingImprovement");
  add_rows<ImprovementTest>(out, "ImprovementTest");
  add_rows<Linger<RelativeRange>>(out, "Linger");
  add_rows<EveryInterval>(out, "EveryInterval");
  add_rows<MinStageLength>(out, "MinStageLength");
  add_rows<RelativeDrop>(out, "RelativeDrop");
  add_rows<StageLimit>(out, "StageLimit");
  add_rows<ScaleLearningRate>(out, "ScaleLearningRate");
  add_rows<GrowBatchSize>(out, "GrowBatchSize");
  add_rows<WarmUp>(out, "WarmUp");
  add_rows<Tail>(out, "Tail");
  add_rows<compat::PyTorchPlateau>(out, "compat::PyTorchPlateau");
  add_rows<compat::PyTorchDecay>(out, "compat::PyTorchDecay");
  add_rows<compat::KerasPlateau>(out, "compat::KerasPlateau");
  add_rows<compat::OptaxPlateau>(out, "compat::OptaxPlateau");
  add_rows<compat::DlibPlateau>(out, "compat::DlibPlateau");
  add_rows<compat::DlibDecay>(out, "compat::DlibDecay");
  add_rows<SchedulerItself>(out, "Scheduler");
  return out.str();
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

// To regenerate the file, run core_tests with OPTIONS_TABLE set to its path.
TEST_CASE("the table in the documentation matches the descriptions") {
  if (const char* const path = std::getenv("OPTIONS_TABLE")) std::ofstream(path) << table();
  std::ifstream file(DOCS "/options.md");
  std::ostringstream text;
  text << file.rdbuf();
  CHECK(text.str() == table());
}
