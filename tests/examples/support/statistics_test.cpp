#include "support/statistics.hpp"

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

using namespace support;

TEST_CASE("a sample's margin follows Student's distribution") {
  const Sample sample = sample_of(std::vector<double>{1.0, 2.0, 6.0});
  CHECK(sample.mean == 3.0);
  CHECK(std::abs(sample.deviation - std::sqrt(7.0)) < 1e-15);
  // The 97.5 % quantile with 2 degrees of freedom is 4.303 in any table.
  CHECK(std::abs(sample.margin / std::sqrt(7.0 / 3.0) - 4.302652729911275) < 1e-9);
  CHECK(sample.is_above(-4.0));
  CHECK_FALSE(sample.is_above(-3.5));
  CHECK(sample.is_below(10.0));
  CHECK_FALSE(sample.is_below(9.5));
}

TEST_CASE("a single number has an infinite margin") {
  const Sample sample = sample_of(std::vector<double>{0.5});
  CHECK(sample.mean == 0.5);
  CHECK(sample.deviation == 0.0);
  CHECK_FALSE(sample.is_above(-1e9));
  CHECK_FALSE(sample.is_below(1e9));
}

TEST_CASE("differences are elementwise") {
  const std::vector<double> a{3.0, 1.0}, b{1.0, 4.0};
  CHECK(difference(a, b) == std::vector<double>{2.0, -3.0});
}

TEST_CASE("several numbers are shown as mean and sample standard deviation") {
  CHECK(mean_text({75.914}, 2) == "75.91");
  CHECK(mean_text({1.0, 1.0, 4.0}, 2) == "2.00 ± 1.73");
  CHECK(mean_text({80.0, 82.0}, 1) == "81.0 ± 1.4");
}

TEST_CASE("an interval is a mean and its margin in a unit") {
  const Sample sample = sample_of(std::vector<double>{0.01, 0.02, 0.03});
  CHECK(interval(sample, 2, 100.0) == "2.00 ± 2.48");  // 4.303 / sqrt(3)
  CHECK(interval(sample_of(std::vector<double>{0.5}), 1) == "0.5 ± inf");
}
