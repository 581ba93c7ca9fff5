#include "support/message.hpp"
#include "support/near.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/statistics/exponential_mean.hpp>
#include <autodecay/theory.hpp>

namespace theory = autodecay::theory;

namespace {

const double infinity = std::numeric_limits<double>::infinity();
const double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Var ĝ(t) / σ² from the weights of Eq. 1: Σ β^2i / (Σ β^i)².
double from_weights(double beta, int t) {
  long double weight = 1, sum = 0, squares = 0;
  for (int i = 0; i < t; ++i) {
    sum += weight;
    squares += weight * weight;
    weight *= static_cast<long double>(beta);
  }
  return static_cast<double>(squares / (sum * sum));
}

}  // namespace

TEST_CASE("Eq. 3 follows from the weights of Eq. 1") {
  for (const double beta : {0.1, 0.5, 0.9, 0.99, 0.999999})
    for (const int t : {1, 2, 3, 10, 100, 3000}) {
      CAPTURE(beta);
      CAPTURE(t);
      CHECK(test::near(theory::variance_ratio(beta, t), from_weights(beta, t), 1e-9));
    }
}

TEST_CASE("ExponentialMean reduces noise according to Eq. 3") {
  // The mean is linear: its response to a single 1 among zeros is the weight of that observation,
  // and the variance of independent noise is the sum of the squared weights.
  for (const double beta : {0.5, 0.9})
    for (const int t : {1, 2, 5, 40}) {
      double squares = 0.0;
      for (int position = 1; position <= t; ++position) {
        autodecay::statistics::ExponentialMean mean(beta);
        for (int i = 1; i <= t; ++i) mean.update(i == position ? 1.0 : 0.0);
        squares += mean.mean() * mean.mean();
      }
      CHECK(test::near(theory::variance_ratio(beta, t), squares, 1e-13));
    }
}

TEST_CASE("the variance decreases from 1 to its limit") {
  for (const double beta : {0.5, 0.9, 0.99}) {
    CHECK(test::near(theory::variance_ratio(beta, 1.0), 1.0, 1e-13));
    for (int t = 1; t < 30; ++t)
      CHECK(theory::variance_ratio(beta, t + 1) < theory::variance_ratio(beta, t));
    CHECK(theory::variance_ratio(beta, infinity) == theory::variance_ratio_limit(beta));
  }
  // "the variance can rapidly converge to 0.05σ²" for β = 0.9 (section 4.2)
  CHECK(test::near(theory::variance_ratio_limit(0.9), 1.0 / 19.0, 1e-15));
  CHECK(theory::variance_ratio_limit(0.5) == 1.0 / 3.0);
}

TEST_CASE("beta = 0 does not reduce the variance") {
  CHECK(theory::variance_ratio_limit(0.0) == 1.0);
  for (const double t : {1.0, 2.0, 1000.0}) CHECK(theory::variance_ratio(0.0, t) == 1.0);
}

TEST_CASE("the ratio is accurate for beta near 1") {
  // For β near 1, the weights are nearly equal: 1/t.
  CHECK(test::near(theory::variance_ratio(1.0 - 1e-12, 10.0), 0.1, 1e-4));
  CHECK(test::near(theory::variance_ratio(1.0 - 0x1p-40, 1000.0), 0.001, 1e-9));
}

TEST_CASE("effective sample sizes are known") {
  CHECK(test::near(theory::effective_sample_size(0.9), 19.0, 1e-14));
  CHECK(test::near(theory::effective_sample_size(0.5, 1.0), 1.0, 1e-14));
  CHECK(test::near(theory::effective_sample_size(0.5, 2.0), 1.8, 1e-14));  // (3/2)² / (5/4)
}

TEST_CASE("beta outside [0, 1) and t below 1 are rejected") {
  const auto message = [](double beta, double t) {
    return test::message<std::invalid_argument>([=] { (void)theory::variance_ratio(beta, t); });
  };
  CHECK(message(1.0, 2.0) == "variance_ratio: beta must be in [0, 1), got 1");
  CHECK(message(-0.5, 2.0) == "variance_ratio: beta must be in [0, 1), got -0.5");
  CHECK(message(not_a_number, 2.0) == "variance_ratio: beta must be in [0, 1), got nan");
  CHECK(message(0.9, 0.0) == "variance_ratio: t must be at least 1, got 0");
  CHECK(message(0.9, not_a_number) == "variance_ratio: t must be at least 1, got nan");
  CHECK_THROWS_AS((void)theory::variance_ratio_limit(1.0), std::invalid_argument);
  CHECK_THROWS_AS((void)theory::effective_sample_size(2.0), std::invalid_argument);
}
