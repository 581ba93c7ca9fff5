#include "support/losses.hpp"
#include "support/message.hpp"
#include "support/near.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/statistics/exponential_mean.hpp>

using autodecay::statistics::ExponentialMean;

namespace {

/// Eq. 1 of the paper, literally: Σ β^i x(t-i) / Σ β^i over all values.
double direct_mean(const std::vector<double>& values, double beta) {
  long double weight = 1, weights = 0, sum = 0;
  for (auto value = values.rbegin(); value != values.rend(); ++value) {
    sum += weight * static_cast<long double>(*value);
    weights += weight;
    weight *= static_cast<long double>(beta);
  }
  return static_cast<double>(sum / weights);
}

const std::vector<double> betas{0.0, 0.1, 0.5, 0.9, 0.99, 0.999};

}  // namespace

TEST_CASE("the exponential mean agrees with the direct sum of Eq. 1") {
  for (const double beta : betas) {
    ExponentialMean mean(beta);
    std::vector<double> seen;
    for (const double value : test::noisy_descent(600)) {
      seen.push_back(value);
      const double result = mean.update(value);
      CAPTURE(beta);
      CAPTURE(seen.size());
      // Rounding errors of the recurrence decay like the values: about ulp / (1-β).
      CHECK(test::near(result, direct_mean(seen, beta), 4e-16 / (1.0 - beta)));
    }
  }
}

TEST_CASE("skipping the division changes no bit") {
  for (const double beta : betas) {
    ExponentialMean mean(beta);
    double biased = 0.0, power = 1.0;
    for (const double value : test::noise(50000)) {
      biased = beta * biased + (1.0 - beta) * value;
      power *= beta;
      const double always_divided = biased / (1.0 - power);
      REQUIRE(mean.update(value) == always_divided);
      REQUIRE(mean.mean() == always_divided);
    }
    CHECK(power < 0x1p-54);  // the loop passed the point after which the division is skipped
  }
}

TEST_CASE("the first mean is the first value") {
  for (const double beta : betas) {
    ExponentialMean mean(beta);
    CHECK(mean.mean() == 0.0);
    CHECK(mean.update(0.375) == doctest::Approx(0.375).epsilon(4e-16 / (1.0 - beta)));
  }
}

TEST_CASE("with beta = 0 the mean is the latest value") {
  ExponentialMean mean(0.0);
  for (const double value : test::noise(100)) CHECK(mean.update(value) == value);
}

TEST_CASE("the means for beta = 1/2 are known") {
  ExponentialMean mean(0.5);
  CHECK(mean.beta() == 0.5);
  CHECK(mean.update(7.0) == 7.0);
  CHECK(mean.update(1.0) == 3.0);   // (1 + 7/2) / (1 + 1/2)
  CHECK(mean.update(1.25) == 2.0);  // (1.25 + 1/2 + 7/4) / (1 + 1/2 + 1/4)
  mean.reset();
  CHECK(mean == ExponentialMean(0.5));
  CHECK(mean.update(-2.0) == -2.0);
}

TEST_CASE("a beta outside [0, 1) is rejected") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](double beta) {
    return test::message<std::invalid_argument>([beta] { ExponentialMean mean(beta); });
  };
  CHECK(message(1.0) == "ExponentialMean: beta must be in [0, 1), got 1");
  CHECK(message(-0.1) == "ExponentialMean: beta must be in [0, 1), got -0.1");
  CHECK(message(nan) == "ExponentialMean: beta must be in [0, 1), got nan");
  CHECK(message(0.0).empty());
  CHECK(message(std::nextafter(1.0, 0.0)).empty());
}
