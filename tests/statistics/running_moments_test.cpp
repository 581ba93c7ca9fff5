#include "support/losses.hpp"
#include "support/near.hpp"

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/statistics/running_moments.hpp>

using autodecay::statistics::RunningMoments;

namespace {

RunningMoments moments_of(const std::vector<double>& values) {
  RunningMoments moments;
  for (const double value : values) moments.update(value);
  return moments;
}

}  // namespace

TEST_CASE("the moments of few values are known") {
  RunningMoments moments;
  CHECK(moments.count() == 0);
  CHECK(moments.mean() == 0.0);
  CHECK(moments.variance() == 0.0);
  moments.update(5.0);
  CHECK(moments.count() == 1);
  CHECK(moments.mean() == 5.0);
  CHECK(moments.variance() == 0.0);
  moments.update(9.0);
  CHECK(moments.mean() == 7.0);
  CHECK(moments.variance() == 8.0);  // (4 + 4) / (2 - 1)
  moments.update(10.0);
  CHECK(moments.count() == 3);
  CHECK(moments.mean() == 8.0);
  CHECK(moments.variance() == 7.0);  // (9 + 1 + 4) / (3 - 1)
}

TEST_CASE("moments agree with a two-pass computation even if the mean is large") {
  std::vector<double> values = test::noise(5000);
  for (double& value : values) value += 1e9;

  const auto count = static_cast<long double>(values.size());
  long double mean = 0, squares = 0;
  for (const double value : values) mean += static_cast<long double>(value) / count;
  for (const double value : values) {
    const long double deviation = static_cast<long double>(value) - mean;
    squares += deviation * deviation;
  }
  const RunningMoments moments = moments_of(values);
  CHECK(test::near(moments.mean(), static_cast<double>(mean), 1e-14));
  // The mean is accurate to about 1e-7, and deviations are about 0.3. The error of E[x²] - E[x]²
  // would be 100.
  CHECK(test::near(moments.variance(), static_cast<double>(squares / (count - 1)), 1e-6));
}

TEST_CASE("the variance of a constant is exactly 0") {
  CHECK(moments_of(test::constant(1000)).variance() == 0.0);
}

TEST_CASE("reset moments equal new ones") {
  RunningMoments moments = moments_of(test::noise(100));
  CHECK_FALSE(moments == RunningMoments());
  moments.reset();
  CHECK(moments == RunningMoments());
}

static_assert(sizeof(RunningMoments) == 24);
static_assert(noexcept(RunningMoments().update(0.0)) && noexcept(RunningMoments().reset()));
