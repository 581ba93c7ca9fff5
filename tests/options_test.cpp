#include "support/message.hpp"

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <limits>
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

/// Adds one row per option of a policy, in the format of docs/options.md.
template <typename Options>
void add_rows(std::ostream& out, std::string_view policy, Options options) {
  Options::describe(options, [&](std::string_view name, const auto& value, const auto& range,
                                 std::string_view unit, std::string_view what) {
    out << "| `" << policy << "` | `" << name << "` | " << unit << " | " << range.text() << " | "
        << autodecay::detail::value_text(value) << " | " << what << " |\n";
  });
}

std::string table() {
  std::ostringstream out;
  out << "# Options\n\nThe options of every policy, as its `Options` describes them.\n\n"
         "| policy | option | unit | range | default | |\n|---|---|---|---|---|---|\n";
  add_rows(out, "ExponentialMovingAverage", ExponentialMovingAverage::Options{});
  add_rows(out, "RelativeRange", RelativeRange::Options{});
  add_rows(out, "NoImprovement", NoImprovement::Options{});
  add_rows(out, "RemainingImprovement", RemainingImprovement::Options{});
  add_rows(out, "ImprovementTest", ImprovementTest::Options{});
  add_rows(out, "RelativeDrop", RelativeDrop::Options{});
  add_rows(out, "ScaleLearningRate", ScaleLearningRate::Options{});
  add_rows(out, "GrowBatchSize", GrowBatchSize::Options{});
  add_rows(out, "compat::PyTorchPlateau", compat::PyTorchPlateau::Options{});
  add_rows(out, "compat::PyTorchDecay", compat::PyTorchDecay::Options{});
  add_rows(out, "compat::KerasPlateau", compat::KerasPlateau::Options{});
  add_rows(out, "compat::OptaxPlateau", compat::OptaxPlateau::Options{});
  add_rows(out, "compat::DlibPlateau", compat::DlibPlateau::Options{});
  add_rows(out, "compat::DlibDecay", compat::DlibDecay::Options{});
  add_rows(out, "Scheduler", SchedulerOptions{});
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

// To regenerate the file, run core_tests with OPTIONS_TABLE set to its path.
TEST_CASE("the table in the documentation matches the descriptions") {
  if (const char* const path = std::getenv("OPTIONS_TABLE")) std::ofstream(path) << table();
  std::ifstream file(DOCS "/options.md");
  std::ostringstream text;
  text << file.rdbuf();
  CHECK(text.str() == table());
}
