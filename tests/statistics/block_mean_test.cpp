#include "support/message.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/statistics/block_mean.hpp>

using autodecay::statistics::BlockMean;

TEST_CASE("a block is complete with its last value, and the next value begins another block") {
  BlockMean block(3);
  CHECK(block.mean() == 0.0);
  CHECK_FALSE(block.update(1.0));
  CHECK_FALSE(block.update(2.0));
  CHECK(block.mean() == 1.5);
  CHECK(block.update(6.0));
  CHECK(block.complete());
  CHECK(block.mean() == 3.0);
  CHECK_FALSE(block.update(8.0));
  CHECK(block.mean() == 8.0);
}

TEST_CASE("the mean of a constant is that constant") {
  BlockMean block(7);
  for (int i = 0; i < 100; ++i) {
    block.update(0.1);
    CHECK(block.mean() == 0.1);
  }
}

TEST_CASE("update_by_sum rounds differently") {
  BlockMean block(3), by_sum(3);
  for (const double value : {0.5, 1.25, 2.0}) {
    CHECK(block.update(value) == by_sum.update_by_sum(value));
    CHECK(block == by_sum);  // equal, because nothing is rounded
  }
  for (int i = 0; i < 3; ++i) {
    block.update(0.1);
    by_sum.update_by_sum(0.1);
  }
  CHECK(block.mean() == 0.1);
  CHECK(by_sum.mean() == 0.10000000000000002);  // (2 · 0.1 + 0.1) / 3
  CHECK_FALSE(by_sum.update_by_sum(8.0));
  CHECK(by_sum.mean() == 8.0);
}

TEST_CASE("a block can be restarted") {
  BlockMean block(2);
  block.update(5.0);
  block.begin_block();
  CHECK(block == BlockMean(2));
  CHECK_FALSE(block.update(1.0));
  CHECK(block.update(2.0));
  CHECK(block.mean() == 1.5);
}

TEST_CASE("an incomplete block is saved and loaded") {
  BlockMean block(4), loaded(4);
  block.update(1.0);
  block.update(4.0);
  autodecay::load(autodecay::save(block), loaded);
  CHECK(loaded == block);
}

TEST_CASE("a block without a value is refused") {
  CHECK(test::message<std::invalid_argument>([] { BlockMean block(0); }) ==
        "BlockMean: interval must be at least 1 value, got 0");
}
