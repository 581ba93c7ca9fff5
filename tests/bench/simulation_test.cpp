#include "detection/simulation.hpp"

#include "support/message.hpp"
#include "support/near.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

using namespace detection;

namespace {

constexpr int many = 200'000;

std::vector<double> deviates(Noise noise, std::uint64_t seed = 1, double rho = 0.8) {
  NoiseSource source(noise, seed, rho);
  std::vector<double> values;
  for (int i = 0; i < many; ++i) values.push_back(source.next());
  return values;
}

/// The mean of x(t) · x(t - lag).
double product(const std::vector<double>& values, std::size_t lag) {
  double sum = 0.0;
  for (std::size_t i = lag; i < values.size(); ++i) sum += values[i] * values[i - lag];
  return sum / static_cast<double>(values.size() - lag);
}

double mean(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// The share of deviates whose magnitude exceeds a limit.
double share_beyond(const std::vector<double>& values, double limit) {
  int count = 0;
  for (const double value : values) count += std::abs(value) > limit;
  return static_cast<double>(count) / static_cast<double>(values.size());
}

}  // namespace

TEST_CASE("Gaussian noise has the moments of the normal distribution and no autocorrelation") {
  const std::vector<double> values = deviates(Noise::gaussian);
  CHECK(std::abs(mean(values)) < 0.01);
  CHECK(std::abs(product(values, 0) - 1.0) < 0.01);
  CHECK(std::abs(product(values, 1)) < 0.01);
  CHECK(std::abs(share_beyond(values, 1.959964) - 0.05) < 0.002);
  CHECK(std::abs(share_beyond(values, 3.290527) - 0.001) < 0.0003);
}

// 3.182446 and 12.923979 are tabulated quantiles of Student's distribution with 3 degrees of
// freedom. Its standard deviation is √3.
TEST_CASE("Student noise has the tails of 3 degrees of freedom") {
  const std::vector<double> values = deviates(Noise::student);
  CHECK(std::abs(mean(values)) < 0.01);
  CHECK(std::abs(product(values, 1)) < 0.02);
  CHECK(std::abs(share_beyond(values, 3.182446 / std::sqrt(3.0)) - 0.05) < 0.002);
  CHECK(std::abs(share_beyond(values, 12.923979 / std::sqrt(3.0)) - 0.001) < 0.0003);
}

TEST_CASE("one in a hundred deviates of spiky noise is ten times as large") {
  const std::vector<double> values = deviates(Noise::spikes);
  CHECK(std::abs(mean(values)) < 0.02);
  CHECK(std::abs(product(values, 0) - (0.99 + 0.01 * 100.0)) < 0.1);
  // P(|z| > 0.5) = 0.617075 of the spikes exceed 5, and practically none of the other deviates do.
  CHECK(std::abs(share_beyond(values, 5.0) - 0.00617075) < 0.0006);
}

TEST_CASE("autoregressive noise has deviation 1 from the start and autocorrelation rho") {
  const std::vector<double> values = deviates(Noise::autoregressive, 1, 0.6);
  CHECK(std::abs(product(values, 0) - 1.0) < 0.02);
  CHECK(std::abs(product(values, 1) - 0.6) < 0.02);
  CHECK(std::abs(product(values, 2) - 0.36) < 0.02);
  CHECK(std::abs(product(values, 5) - 0.07776) < 0.02);

  double squares = 0.0;
  constexpr int sources = 20'000;
  for (std::uint64_t seed = 0; seed < sources; ++seed) {
    const double first = NoiseSource(Noise::autoregressive, seed, 0.9).next();
    squares += first * first;
  }
  CHECK(std::abs(squares / sources - 1.0) < 0.04);
}

TEST_CASE("the seed determines the noise, and different seeds give different noise") {
  for (const Noise noise : all_noises) {
    CHECK(deviates(noise, 5) == deviates(noise, 5));
    const std::vector<double> a = deviates(noise, 5);
    const std::vector<double> b = deviates(noise, 6);
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    CHECK(std::abs(sum / many) < 0.03);
  }
}

TEST_CASE("the shapes decrease from start to floor according to their formulas") {
  const auto at = [](Shape shape, std::int64_t t) {
    return TrueLoss({.shape = shape, .start = 3.0, .floor = 1.0, .scale = 10.0}).at(t);
  };
  for (const Shape shape : all_shapes) CHECK(at(shape, 1) == 3.0);
  CHECK(test::near(at(Shape::exponential, 11), 1.0 + 2.0 * std::exp(-1.0), 1e-15));
  CHECK(test::near(at(Shape::power, 11), 2.0, 1e-15));
  CHECK(test::near(at(Shape::power, 191), 1.1, 1e-15));
  CHECK(at(Shape::staircase, 10) == 3.0);
  CHECK(at(Shape::staircase, 11) == 2.5);
  CHECK(at(Shape::staircase, 40) == 1.5);
  CHECK(at(Shape::staircase, 41) == 1.0);
  CHECK(at(Shape::staircase, 1000) == 1.0);
  CHECK(at(Shape::linear, 6) == 2.0);
  CHECK(at(Shape::linear, 11) == 1.0);
  CHECK(at(Shape::linear, 12) == 1.0);
}

TEST_CASE("at the end, the remaining improvement drops below the tolerance for good") {
  const auto end = [](Shape shape) {
    return TrueLoss({.shape = shape}).end(20, 0.01, 1000).value();
  };
  // With x = exp(-s/50), x · (1 - exp(-0.4)) < 0.01 · (1 + x) from s = 173.2 on.
  CHECK(end(Shape::exponential) == 175);
  CHECK(end(Shape::staircase) == 201);  // not on one of the earlier steps
  CHECK(end(Shape::linear) == 51);
  for (const Shape shape : all_shapes) {
    const TrueLoss truth({.shape = shape});
    const std::int64_t t = end(shape);
    CHECK(truth.remaining_improvement(t - 1, 20) >= 0.01);
    CHECK(truth.remaining_improvement(t, 20) < 0.01);
  }
  CHECK(TrueLoss({.start = 0.5}).end(20, 0.01, 1000).value() == 1);
}

TEST_CASE("a loss that still improves at the last observation has no end") {
  const TrueLoss endless({.floor = 0.0, .scale = 100.0});
  CHECK(test::near(endless.remaining_improvement(1, 10), 1.0 - std::exp(-0.1), 1e-12));
  CHECK(test::near(endless.remaining_improvement(5000, 10), 1.0 - std::exp(-0.1), 1e-12));
  CHECK(!endless.end(10, 0.05, 10'000));
  CHECK(!TrueLoss(TrueLoss::Options()).end(20, 0.01, 174));
  CHECK(TrueLoss(TrueLoss::Options()).end(20, 0.01, 175).value() == 175);
  CHECK(TrueLoss({.start = 0.0, .floor = 0.0}).remaining_improvement(1, 10) == 0.0);
}

TEST_CASE("the noisy losses are the true losses times 1 + level · deviate") {
  const TrueLoss truth(TrueLoss::Options{});
  NoiseSource source(Noise::student, 3);
  const std::vector<double> losses = noisy_losses(truth, 0.1, source, 50);
  REQUIRE(losses.size() == 50);
  for (std::size_t i = 0; i < losses.size(); ++i)
    CHECK(test::near(losses[i],
                     truth.at(static_cast<std::int64_t>(i) + 1) * (1.0 + 0.1 * source.next()),
                     1e-14));
  CHECK(noisy_losses(truth, 0.0, source, 1) == std::vector{1.0});
}

TEST_CASE("options out of range are rejected") {
  const auto message = [](TrueLoss::Options options) {
    return test::message<std::invalid_argument>([&] { TrueLoss{options}; });
  };
  CHECK(message({.floor = -1.0}) == "TrueLoss: floor must be at least 0 and finite, got -1");
  CHECK(message({.start = 0.25}) == "TrueLoss: start must be at least 0.5 and finite, got 0.25");
  CHECK(message({.scale = 0.0}) == "TrueLoss: scale must be greater than 0 and finite, got 0");
  CHECK(message({.scale = std::nan("")}) ==
        "TrueLoss: scale must be greater than 0 and finite, got nan");
  CHECK(test::message<std::invalid_argument>([] { NoiseSource(Noise::gaussian, 1, 1.0); }) ==
        "NoiseSource: rho must be in [0, 1), got 1");
  CHECK(test::message<std::invalid_argument>([] {
          (void)noisy_losses(TrueLoss(TrueLoss::Options{}), -0.5, {Noise::gaussian, 1}, 1);
        }) == "noisy_losses: level must be at least 0 and finite, got -0.5");
}
