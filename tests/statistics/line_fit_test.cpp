#include "support/near.hpp"

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/statistics/line_fit.hpp>

using autodecay::statistics::LineFit;

TEST_CASE("a line is fitted exactly") {
  CHECK(LineFit::to(std::vector<double>{5, 3, 1, -1}) == LineFit{-2.0, 0.0, -1.0});
  CHECK(LineFit::to(std::vector<double>{0.1, 0.1, 0.1}) == LineFit{0.0, 0.0, 0.1});
  CHECK(LineFit::to(std::vector<double>(7, 1e300)) == LineFit{0.0, 0.0, 1e300});
}

TEST_CASE("the least-squares line has the known slope, standard error and end") {
  // By hand: mean 3, Σ(x-x̄)² = 5, Σ(x-x̄)y = 6; residuals -0.2, 0.6, -0.6, 0.2, squared 0.8.
  const LineFit fit = LineFit::to(std::vector<double>{1, 3, 3, 5});
  CHECK(fit.slope == 1.2);
  CHECK(test::near(fit.deviation, std::sqrt(0.8 / 2.0 / 5.0), 1e-14));
  CHECK(test::near(fit.end, 4.8, 1e-14));
}

TEST_CASE("a large level does not reduce the accuracy") {
  std::vector<double> values;
  for (const double small : {1.0, 3.0, 3.0, 5.0}) values.push_back(1e12 + small);
  const LineFit fit = LineFit::to(values);
  CHECK(fit.slope == 1.2);
  CHECK(test::near(fit.deviation, std::sqrt(0.8 / 2.0 / 5.0), 1e-14));
}
