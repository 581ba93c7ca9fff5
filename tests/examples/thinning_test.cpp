#include "thinning.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

using replay_tool::plot_columns;
using replay_tool::thinned;

namespace {

std::vector<std::size_t> thinned_values(const std::vector<double>& values) {
  return thinned(values.size(), [&](std::size_t i) { return values[i]; });
}

}  // namespace

TEST_CASE("as many values as columns are all drawn") {
  CHECK(thinned_values({}).empty());
  CHECK(thinned_values({3, std::nan(""), 1}) == std::vector<std::size_t>{0, 1, 2});
  CHECK(thinned_values(std::vector<double>(plot_columns)).size() == plot_columns);
}

TEST_CASE("of many values, the least and the greatest of each column are drawn in order") {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  std::vector<double> values(4 * plot_columns, 1.0);
  values[2] = 5.0;  // the first column: 0 … 3
  values[3] = -5.0;
  values[4] = -infinite;  // the second column
  values[5] = 3.0;
  values[6] = std::nan("");
  for (std::size_t i = 8; i < 12; ++i) values[i] = std::nan("");
  const std::vector<std::size_t> indices = thinned_values(values);
  REQUIRE(indices.size() == plot_columns + 2);
  CHECK(indices[0] == 2);
  CHECK(indices[1] == 3);
  CHECK(indices[2] == 5);
  CHECK(indices[3] == 7);
  CHECK(indices[4] == 8);
  CHECK(indices[5] == 12);
}
