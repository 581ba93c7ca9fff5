#include "noise.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using replay_tool::warning_of_noise;

namespace {

/// Alternates between 1 and 1 + step.
std::vector<double> alternating(int count, double step) {
  std::vector<double> losses;
  for (int i = 0; i < count; ++i) losses.push_back(i % 2 == 0 ? 1.0 : 1.0 + step);
  return losses;
}

}  // namespace

TEST_CASE("many noisy losses are taken for those of iterations") {
  CHECK(warning_of_noise(alternating(10000, 0.125)) ==
        "10000 losses that differ by 11.1 % from one to the next look like one per iteration, and "
        "defaults suit one per epoch: try --scheduler \"auto(beta=0.995, window=200)\", or "
        "--suggest");
  CHECK(warning_of_noise(alternating(3000, 0.125)).find("window=60)") != std::string::npos);
}

TEST_CASE("few losses and smooth ones are not") {
  CHECK(warning_of_noise(alternating(2999, 0.125)).empty());
  CHECK(warning_of_noise(alternating(10000, 0.005)).empty());
  CHECK(warning_of_noise(std::vector<double>(10000, 0.0)).empty());
  CHECK(warning_of_noise(std::vector<double>(10000, std::numeric_limits<double>::quiet_NaN()))
            .empty());
}
