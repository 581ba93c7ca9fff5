#include <iomanip>
#include <limits>
#include <sstream>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

#include <autodecay/measurement.hpp>

using namespace autodecay;

namespace {

std::string printed(const Measurement& measurement) {
  std::ostringstream out;
  out << measurement;
  return out.str();
}

}  // namespace

TEST_CASE("a measurement prints its quantity, value, unit, relation and limit") {
  CHECK(printed({quantities::spread, 0.0091, Relation::less, 0.01}) == "spread 0.0091 < 0.01");
  CHECK(printed({quantities::drop_in_stage, 0.62, Relation::at_most, 0.95}) ==
        "loss at 0.62 of its start <= 0.95");
  CHECK(printed({quantities::observations, 3.0, Relation::at_least, 5.0}) == "3 of 5 observations");
  CHECK(printed({quantities::tail, 1.0, Relation::at_least, 4.0}) == "tail 1 observation < 4");
  CHECK(printed({quantities::drop_from_untrained, 1.0, Relation::at_most, 0.95}) ==
        "loss at 1 of the untrained model's > 0.95");
}

TEST_CASE("a measurement knows whether the wanted relation holds, and prints the actual relation") {
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
    const Measurement measurement{quantities::count, row.value, row.wanted, 2.0};
    CAPTURE(row.value);
    CHECK(measurement.holds() == row.holds);
    CHECK(measurement.sign() == row.sign);
  }
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(Measurement{quantities::count, nan, Relation::less, 2.0}.holds());
}

TEST_CASE("numbers are printed with the stream's precision") {
  std::ostringstream out;
  out << std::setprecision(2) << Measurement{quantities::spread, 0.123456, Relation::less, 0.0123};
  CHECK(out.str() == "spread 0.12 >= 0.012");
}

TEST_CASE("user-defined policies can have quantities of their own") {
  static constexpr Quantity angle{"angle", "degrees"};
  CHECK(printed({angle, 12, Relation::greater, 5}) == "angle 12 degrees > 5");
}

static_assert(std::is_trivially_copyable_v<Measurement>);
