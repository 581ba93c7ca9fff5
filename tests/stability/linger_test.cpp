#include "support/losses.hpp"
#include "support/message.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>

using namespace autodecay;

namespace {

/// Holds at the given observations of a stage.
struct HoldsAt {
  std::vector<int> observations;
  int count = 0;

  bool update(double) noexcept {
    ++count;
    for (const int observation : observations)
      if (observation == count) return true;
    return false;
  }
  void reset() noexcept { count = 0; }
  bool operator==(const HoldsAt&) const = default;
};

std::string answers(auto criterion, int count) {
  std::string text;
  for (int t = 1; t <= count; ++t) text += criterion.update(1.0) ? '1' : '.';
  return text;
}

}  // namespace

TEST_CASE("a stage lasts for a share longer, whatever the criterion answers meanwhile") {
  CHECK(answers(Linger{HoldsAt{{4}}, {.share = 0.5}}, 8) == ".....111");
  CHECK(answers(Linger{HoldsAt{{4, 5, 9}}, {.share = 1.0}}, 10) == ".......111");
  CHECK(answers(Linger{HoldsAt{{3}}, {.share = 0.5}}, 6) == "....11");  // 4.5 observations
  CHECK(answers(Linger{HoldsAt{{4}}, {.share = 0.0}}, 5) == "...11");
  CHECK(answers(Linger{HoldsAt{{}}}, 5) == ".....");
  // 1.1 · 110 is greater than 121 in doubles.
  CHECK(answers(Linger{HoldsAt{{110}}, {.share = 0.1}}, 121).find('1') == 120);
}

TEST_CASE("each stage lingers anew") {
  Scheduler scheduler{LatestValue{}, Linger{EveryInterval{4}, {.share = 0.5}}, Unlimited{},
                      ScaleLearningRate{}};
  std::string text;
  for (int t = 0; t < 14; ++t) text += to_string(scheduler.observe(1.0))[0];
  CHECK(text == "hhhhhdhhhhhdhh");
}

static_assert(Linger<EveryInterval>::counts_only);
static_assert(!Linger<RelativeRange>::counts_only);

TEST_CASE("Linger measures the criterion, and then how long the stage still lasts") {
  Linger criterion{EveryInterval{4}, {.share = 0.5}};
  criterion.update(1.0);
  CHECK(criterion.measure()->quantity == quantities::count);
  for (int t = 2; t <= 5; ++t) criterion.update(1.0);
  CHECK(criterion.measure() == Measurement{quantities::lingering, 5.0, Relation::at_least, 6.0});
  CHECK_FALSE(criterion.measure()->holds());
  criterion.update(1.0);
  CHECK(criterion.measure()->holds());
}

TEST_CASE("Linger makes the same decisions after save and load") {
  const auto fresh = [] {
    return Linger{RelativeRange{{.window = 3, .tolerance = 0.1}}, {.share = 0.5}};
  };
  const std::vector<double> losses = test::noisy_descent(200);
  auto straight = fresh();
  for (const double loss : losses) {
    auto resumed = fresh();
    autodecay::load(autodecay::save(straight), resumed);
    REQUIRE(resumed == straight);
    REQUIRE(resumed.update(loss) == straight.update(loss));
  }
}

TEST_CASE("Linger's options") {
  CHECK(test::message<std::invalid_argument>([] {
          Linger criterion{EveryInterval{4}, {.share = -0.5}};
        }) == "Linger: share must be at least 0 and finite, got -0.5");
}
