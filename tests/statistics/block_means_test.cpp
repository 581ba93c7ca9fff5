#include "support/losses.hpp"
#include "support/refusal.hpp"

#include <cstddef>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/statistics/block_means.hpp>

using autodecay::statistics::BlockMeans;

namespace {

std::vector<double> means_of(const BlockMeans<4>& blocks) {
  return {blocks.means().begin(), blocks.means().end()};
}

}  // namespace

TEST_CASE("adjacent blocks are merged when the capacity is reached") {
  BlockMeans<4> blocks;
  CHECK(means_of(blocks).empty());
  CHECK(blocks.update(1.0));
  CHECK(blocks.update(3.0));
  CHECK(blocks.update(5.0));
  CHECK(means_of(blocks) == std::vector<double>{1, 3, 5});
  CHECK(blocks.length() == 1);
  CHECK(blocks.update(9.0));
  CHECK(means_of(blocks) == std::vector<double>{2, 7});
  CHECK(blocks.length() == 2);
  CHECK(blocks.covered() == 4);

  CHECK_FALSE(blocks.update(10.0));  // a block of two has begun
  CHECK(means_of(blocks) == std::vector<double>{2, 7});
  CHECK(blocks.update(20.0));
  CHECK(means_of(blocks) == std::vector<double>{2, 7, 15});
  CHECK_FALSE(blocks.update(1.0));
  CHECK(blocks.update(2.0));
  CHECK(means_of(blocks) == std::vector<double>{4.5, 8.25});
  CHECK(blocks.length() == 4);
  CHECK(blocks.covered() == 8);
}

TEST_CASE("each mean is the mean of the values that its block covers") {
  for (const auto& values : test::five_kinds(3000)) {
    BlockMeans<32> blocks;
    for (std::size_t seen = 1; seen <= values.size(); ++seen) {
      blocks.update(values[seen - 1]);
      const auto length = static_cast<std::size_t>(blocks.length());
      const auto means = blocks.means();
      REQUIRE(means.size() == seen / length);
      if (seen >= 32) REQUIRE(means.size() >= 16);
      if (seen % 97 != 0) continue;
      for (std::size_t block = 0; block < means.size(); ++block) {
        const auto first = values.begin() + static_cast<std::ptrdiff_t>(block * length);
        const double sum = std::accumulate(first, first + static_cast<std::ptrdiff_t>(length), 0.0);
        REQUIRE(means[block] == sum / static_cast<double>(length));
      }
    }
  }
}

TEST_CASE("means of finite values are finite") {
  constexpr double largest = (std::numeric_limits<double>::max)();
  BlockMeans<4> blocks;
  for (int i = 0; i < 1000; ++i) blocks.update(largest);
  for (const double mean : blocks.means()) CHECK(mean == largest);
}

TEST_CASE("an incomplete block is part of the comparison") {
  BlockMeans<4> one, other;
  for (const double value : {1.0, 1.0, 1.0, 1.0, 2.0}) one.update(value);
  for (const double value : {1.0, 1.0, 1.0, 1.0, 3.0}) other.update(value);
  CHECK(means_of(one) == means_of(other));
  CHECK_FALSE(one == other);
  one.reset();
  CHECK(one == BlockMeans<4>());
}

TEST_CASE("an impossible state of BlockMeans is rejected") {
  const auto message = [](const std::string& length, const std::string& pending,
                          const std::string& means) {
    return test::refusal(test::with_checksum("autodecay 1\nlength = " + length + "\npending = " +
                                             pending + "\nmean = 3\nblocks = " + means + "\n"),
                         BlockMeans<4>());
  };
  const std::string three = "3\nmeans = 1 2 3";
  CHECK(message("2", "1", three).empty());
  CHECK_FALSE(message("3", "1", three).empty());
  CHECK_FALSE(message("2", "2", three).empty());
  // A block so long that the number of observations would overflow.
  CHECK_FALSE(message("4611686018427387904", "1", three).empty());
  CHECK_FALSE(message("2", "-1", three).empty());
  CHECK_FALSE(message("2", "1", "4\nmeans = 1 2 3 4").empty());
  CHECK_FALSE(message("2", "1", "2\nmeans = 1 2 3").empty());
  // After a merge there are always half of the blocks: a line through the latest relies on it.
  CHECK_FALSE(message("2", "1", "1\nmeans = 1").empty());
  CHECK_FALSE(message("8", "7", "0\nmeans =").empty());
}
