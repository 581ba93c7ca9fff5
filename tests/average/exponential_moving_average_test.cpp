#include "support/losses.hpp"
#include "support/message.hpp"
#include "support/near.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <doctest/doctest.h>

#include <autodecay/average/exponential_moving_average.hpp>
#include <autodecay/theory.hpp>

using autodecay::ExponentialMovingAverage;

TEST_CASE("the default is the paper's beta") {
  CHECK(ExponentialMovingAverage().beta() == 0.9);
  CHECK(ExponentialMovingAverage() == ExponentialMovingAverage(0.9));
}

TEST_CASE("the level is the exponential mean") {
  ExponentialMovingAverage average(0.8);
  autodecay::statistics::ExponentialMean mean(0.8);
  for (const double loss : test::noise(300)) CHECK(average.update(loss) == mean.update(loss));
}

TEST_CASE("after a half-life the weight of a loss has halved") {
  CHECK(ExponentialMovingAverage::from_half_life(1.0).beta() == 0.5);
  CHECK(ExponentialMovingAverage::from_half_life(0.5).beta() == 0.25);
  for (const double half_life : {2.0, 6.6, 1000.0}) {
    const double beta = ExponentialMovingAverage::from_half_life(half_life).beta();
    CHECK(test::near(std::pow(beta, half_life), 0.5, 1e-12));
  }
}

TEST_CASE("a span reduces the variance like a simple moving average of that length") {
  CHECK(ExponentialMovingAverage::from_span(1.0).beta() == 0.0);
  CHECK(ExponentialMovingAverage::from_span(3.0).beta() == 0.5);
  CHECK(ExponentialMovingAverage::from_span(19.0).beta() == 0.9);
  for (const double span : {1.5, 7.0, 1e6}) {
    const double beta = ExponentialMovingAverage::from_span(span).beta();
    CHECK(test::near(autodecay::theory::effective_sample_size(beta), span, 1e-9));
  }
}

TEST_CASE("half-lives and spans out of range are rejected") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  const auto half_life = [](double value) {
    return test::message<std::invalid_argument>(
        [value] { (void)ExponentialMovingAverage::from_half_life(value); });
  };
  const auto span = [](double value) {
    return test::message<std::invalid_argument>(
        [value] { (void)ExponentialMovingAverage::from_span(value); });
  };
  CHECK(half_life(0.0) == "ExponentialMovingAverage: half-life must be in (0, 2^52], got 0");
  CHECK(span(0.5) == "ExponentialMovingAverage: span must be in [1, 2^52], got 0.5");
  CHECK(ExponentialMovingAverage::from_half_life(0x1p52).beta() < 1.0);
  CHECK(ExponentialMovingAverage::from_span(0x1p52).beta() < 1.0);
  for (const double bad : {-1.0, nan, infinity}) {
    CHECK_FALSE(half_life(bad).empty());
    CHECK_FALSE(span(bad).empty());
  }
}
