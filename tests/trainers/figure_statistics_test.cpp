#include "figures/statistics.hpp"

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

using namespace figures;

TEST_CASE("a sample has the deviation of one number and the error of their mean") {
  const Sample sample = sample_of(std::vector<double>{1.0, 2.0, 3.0, 6.0});
  CHECK(sample.mean == 3.0);
  CHECK(std::abs(sample.deviation - std::sqrt(14.0 / 3.0)) < 1e-15);
  CHECK(std::abs(sample.standard_error - std::sqrt(14.0 / 12.0)) < 1e-15);
}

TEST_CASE("a single number deviates from nothing") {
  const Sample sample = sample_of(std::vector<double>{0.5});
  CHECK(sample.mean == 0.5);
  CHECK(sample.deviation == 0.0);
  CHECK(sample.standard_error == 0.0);
}

TEST_CASE("differences are number by number") {
  const std::vector<double> a{3.0, 1.0}, b{1.0, 4.0};
  CHECK(difference(a, b) == std::vector<double>{2.0, -3.0});
}
