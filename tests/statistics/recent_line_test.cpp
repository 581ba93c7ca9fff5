#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/statistics/recent_line.hpp>

using autodecay::statistics::LineFit;
using autodecay::statistics::RecentLine;

TEST_CASE("a line is known from the 6th value on") {
  RecentLine line;
  for (int i = 1; i <= 5; ++i) line.update(10.0 - i);
  CHECK_FALSE(line.known());
  CHECK_FALSE(line.measure().holds());
  CHECK(line.measure().value == 5.0);
  line.update(4.0);
  CHECK(line.known());
  CHECK(line.measure().holds());
  CHECK(line.slope() == -1.0);
  CHECK(line.deviation() == 0.0);
  CHECK(line.end() == 4.0);
}

TEST_CASE("the line is that of the latest quarter") {
  // 75 values that fall, and then 25 that alternate between 2 and 4.
  RecentLine line;
  std::vector<double> latest;
  for (int i = 0; i < 75; ++i) line.update(100.0 - i);
  for (int i = 0; i < 25; ++i) {
    latest.push_back(i % 2 == 0 ? 2.0 : 4.0);
    line.update(latest.back());
  }
  const LineFit fit = LineFit::to(latest);
  CHECK(line.slope() == fit.slope);
  CHECK(line.deviation() == fit.deviation);
  CHECK(line.end() == fit.end);
}

TEST_CASE("the slope is per value, however long the blocks are") {
  RecentLine line;
  for (std::int64_t i = 1; i <= 4096; ++i) line.update(static_cast<double>(-i));
  CHECK(line.covered() == 4096);
  CHECK(line.slope() == doctest::Approx(-1.0).epsilon(1e-12));
  // The end of the line is the mean of the latest block, of 64 values.
  CHECK(line.end() == doctest::Approx(-4096.0 + 31.5).epsilon(1e-12));
}

TEST_CASE("reset() forgets the values") {
  RecentLine line;
  for (int i = 0; i < 200; ++i) line.update(i);
  line.reset();
  CHECK(line == RecentLine());
}
