#include "noise.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using replay_tool::noise_of;

namespace {

/// Alternates between 1 and 1 + step.
std::vector<double> alternating(int count, double step) {
  std::vector<double> losses;
  for (int i = 0; i < count; ++i) losses.push_back(i % 2 == 0 ? 1.0 : 1.0 + step);
  return losses;
}

}  // namespace

TEST_CASE("many noisy losses are taken for those of iterations") {
  const auto noise = noise_of(alternating(10000, 0.125));
  REQUIRE(noise);
  CHECK(noise->finding ==
        "10000 losses that differ by 11.1 % from one to the next look like one per iteration, and "
        "defaults suit one per epoch");
  CHECK(noise->scheduler == "auto(beta=0.995, window=200)");
  CHECK(noise_of(alternating(3000, 0.125)).value().scheduler.find("window=60)") !=
        std::string::npos);
}

TEST_CASE("a long window is written as a whole number") {
  CHECK(noise_of(alternating(5'000'000, 0.125)).value().scheduler ==
        "auto(beta=0.99999, window=100000)");
}

TEST_CASE("few losses and smooth ones are not") {
  CHECK_FALSE(noise_of(alternating(2999, 0.125)));
  CHECK_FALSE(noise_of(alternating(10000, 0.005)));
  CHECK_FALSE(noise_of(std::vector<double>(10000, 0.0)));
  CHECK_FALSE(noise_of(std::vector<double>(10000, std::numeric_limits<double>::quiet_NaN())));
}
