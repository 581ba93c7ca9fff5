#include <iomanip>
#include <limits>
#include <optional>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include <autodecay/evidence.hpp>

using autodecay::Decision;
using autodecay::Evidence;
using autodecay::Measurement;
using autodecay::Relation;

namespace {

const Measurement spread{autodecay::quantities::spread, 0.0091, autodecay::Relation::less, 0.01};
const Measurement loss_at{autodecay::quantities::drop_in_stage, 0.62, autodecay::Relation::at_most,
                          0.95};
const std::optional<Measurement> none;

template <typename T>
std::string printed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

Evidence evidence(Decision decision, std::int64_t observations,
                  const std::optional<Measurement>& stability,
                  const std::optional<Measurement>& drop, std::int64_t consecutive_nonfinite = 0) {
  return {
      decision, {.index = 2, .observations = observations}, stability, drop, consecutive_nonfinite};
}

}  // namespace

TEST_CASE("a measurement prints as quantity, value, unit, how they compare, limit") {
  CHECK(printed(spread) == "spread 0.0091 < 0.01");
  CHECK(printed(loss_at) == "loss at 0.62 of its start <= 0.95");
  CHECK(printed(Measurement{autodecay::quantities::observations, 3.0, Relation::at_least, 5.0}) ==
        "3 of 5 observations");
}

TEST_CASE("a measurement says whether its value is as wanted, and prints how it is") {
  struct Row {
    Relation wanted;
    double value;
    bool holds;
    const char* sign;
  };
  for (const Row& row :
       {Row{Relation::less, 1.0, true, "<"}, Row{Relation::less, 2.0, false, ">="},
        Row{Relation::at_most, 2.0, true, "<="}, Row{Relation::at_most, 3.0, false, ">"},
        Row{Relation::equal, 2.0, true, "="}, Row{Relation::equal, 1.0, false, "<"},
        Row{Relation::equal, 3.0, false, ">"}, Row{Relation::at_least, 2.0, true, ">="},
        Row{Relation::at_least, 1.0, false, "<"}, Row{Relation::greater, 3.0, true, ">"},
        Row{Relation::greater, 2.0, false, "<="}}) {
    const Measurement measurement{autodecay::quantities::count, row.value, row.wanted, 2.0};
    CAPTURE(row.value);
    CHECK(measurement.holds() == row.holds);
    CHECK(measurement.sign() == row.sign);
  }
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(Measurement{autodecay::quantities::count, nan, Relation::less, 2.0}.holds());
}

TEST_CASE("evidence prints as documented") {
  CHECK(printed(evidence(Decision::decay, 37, spread, loss_at)) ==
        "decay after 37 observations of stage 2: spread 0.0091 < 0.01, "
        "loss at 0.62 of its start <= 0.95");
}

TEST_CASE("a stage goes on or ends, after one observation or more") {
  CHECK(printed(evidence(Decision::hold, 0, none, none)) == "hold after 0 observations of stage 2");
  CHECK(printed(evidence(Decision::hold, 1, none, none)) == "hold after 1 observation of stage 2");
  CHECK(printed(evidence(Decision::stop, 2, none, none)) == "stop after 2 observations of stage 2");
}

TEST_CASE("policies that measure nothing are left out") {
  CHECK(printed(evidence(Decision::stop, 4, none, loss_at)) ==
        "stop after 4 observations of stage 2: loss at 0.62 of its start <= 0.95");
  CHECK(printed(evidence(Decision::stop, 4, spread, none)) ==
        "stop after 4 observations of stage 2: spread 0.0091 < 0.01");
}

TEST_CASE("losses that were not finite are told") {
  CHECK(printed(evidence(Decision::hold, 4, spread, none, 3)) ==
        "hold after 4 observations of stage 2: spread 0.0091 < 0.01, 3 not finite in a row");
  CHECK(printed(evidence(Decision::hold, 4, none, none, 1)) ==
        "hold after 4 observations of stage 2: 1 not finite in a row");
}

TEST_CASE("numbers are printed with the stream's precision") {
  std::ostringstream out;
  out << std::setprecision(2)
      << Measurement{autodecay::quantities::spread, 0.123456, autodecay::Relation::less, 0.0123};
  CHECK(out.str() == "spread 0.12 >= 0.012");
}
