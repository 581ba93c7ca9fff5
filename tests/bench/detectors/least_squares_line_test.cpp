#include "detection/detectors/least_squares_line.hpp"

#include "support/losses.hpp"
#include "support/near.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

using detection::LeastSquaresLine;
using Moments = detection::LineMoments;

namespace {

/// The moments of the values in [first, last), combined in order.
Moments::Value moments(const std::vector<double>& values, std::size_t first, std::size_t last) {
  Moments::Value all = Moments::identity();
  for (std::size_t i = first; i < last; ++i) all = Moments::combine(all, Moments::lift(values[i]));
  return all;
}

LeastSquaresLine line(const std::vector<double>& values) {
  return LeastSquaresLine(moments(values, 0, values.size()));
}

}  // namespace

TEST_CASE("lines through few values are known") {
  CHECK(LeastSquaresLine().slope() == 0.0);
  CHECK(line({5}).slope() == 0.0);
  CHECK(line({5}).t() == 0.0);
  CHECK(line({5, 3}).count() == 2.0);
  CHECK(line({5, 3}).slope() == -2.0);
  CHECK(line({5, 3}).slope_error() == 0.0);
  // 0, 3, 0 has slope 0; 0, 0, 3 has 3/2, residuals ½, -1, ½, and error √(3/2 / 1 / 2).
  CHECK(line({0, 3, 0}).slope() == 0.0);
  CHECK(line({0, 3, 0}).t() == 0.0);
  CHECK(line({0, 0, 3}).slope() == 1.5);
  CHECK(test::near(line({0, 0, 3}).slope_error(), std::sqrt(0.75), 1e-15));
  CHECK(test::near(line({0, 0, 3}).t(), std::sqrt(3.0), 1e-15));
}

TEST_CASE("a perfect line has no error, and a constant has no slope either") {
  const LeastSquaresLine falling = line(test::falling(500));
  CHECK(test::near(falling.slope(), -3.0 / 1024.0, 1e-15));
  CHECK(falling.t() < -1e9);
  for (const double constant : {0.1, -3.7, 1e300, 1e-300}) {
    const LeastSquaresLine flat = line(std::vector<double>(777, constant));
    CHECK(flat.slope() == 0.0);
    CHECK(flat.slope_error() == 0.0);
    CHECK(flat.t() == 0.0);
  }
}

TEST_CASE("the line agrees with sums in extended precision, even for a large mean") {
  for (const double mean : {0.0, 3.0, -1e6}) {
    std::vector<double> values = test::noise(2000);
    for (double& value : values) value += mean;
    const auto n = static_cast<long double>(values.size());
    long double x_mean = (n - 1) / 2, y_mean = 0, squares = 0, products = 0, spread = 0;
    for (const double value : values) y_mean += static_cast<long double>(value) / n;
    long double x = 0;
    for (const double value : values) {
      const long double rise = static_cast<long double>(value) - y_mean;
      squares += rise * rise;
      products += (x - x_mean) * rise;
      spread += (x - x_mean) * (x - x_mean);
      x += 1;
    }
    const long double slope = products / spread;
    const long double error = std::sqrt((squares - slope * products) / (n - 2) / spread);
    CAPTURE(mean);
    const LeastSquaresLine fit = line(values);
    // At -1e6, a double resolves 1e-10, compared with noise of about 0.3.
    CHECK(std::abs(fit.slope() - static_cast<double>(slope)) < 1e-7 * fit.slope_error());
    CHECK(test::near(fit.slope_error(), static_cast<double>(error), 1e-9));
  }
}

TEST_CASE("moments of two parts combine to the moments of the whole at any split") {
  const std::vector<double> values = test::noise(60);
  const LeastSquaresLine whole = line(values);
  for (std::size_t cut = 0; cut <= values.size(); ++cut) {
    const LeastSquaresLine joined(
        Moments::combine(moments(values, 0, cut), moments(values, cut, values.size())));
    CAPTURE(cut);
    CHECK(joined.count() == 60.0);
    CHECK(test::near(joined.slope(), whole.slope(), 1e-12));
    CHECK(test::near(joined.slope_error(), whole.slope_error(), 1e-12));
  }
  // Combining with the identity changes nothing, not even for the largest double.
  const double largest = (std::numeric_limits<double>::max)();
  const Moments::Value one = Moments::lift(largest);
  CHECK(Moments::combine(one, Moments::identity()) == one);
  CHECK(Moments::combine(Moments::identity(), one) == one);
}
