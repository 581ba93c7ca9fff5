#include "support/first_stable.hpp"
#include "support/losses.hpp"
#include "support/message.hpp"
#include "support/refusal.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/stability/remaining_improvement.hpp>

using autodecay::Measurement;
using autodecay::RemainingImprovement;
using test::first_stable;

namespace {

/// '1' where the criterion holds, '.' where it does not.
std::string answers(RemainingImprovement criterion, const std::vector<double>& levels) {
  std::string answers;
  for (const double level : levels) answers += criterion.update(level) ? '1' : '.';
  return answers;
}

}  // namespace

TEST_CASE("a noise-free line is stable once its remaining improvement is small") {
  // From 128 down by 1 per observation, with L = 129 - t. At t the remaining improvement is (t +
  // 12) / L of the level, and the improvement so far is (t - 1) / 128 of the first level. A share
  // of 0.5 is never enough, and a share of 32 is enough at once: 18 / 123 compared with 32 · 5 /
  // 128.
  const auto line = [](int t) { return 129.0 - t; };
  CHECK(first_stable(RemainingImprovement{{.share = 0.5, .tolerance = 0.0}}, 120, line) == 0);
  CHECK(first_stable(RemainingImprovement{{.share = 32.0, .tolerance = 0.0}}, 120, line) == 6);
  // 18 / 123 = 0.14634 at t = 6.
  CHECK(first_stable(RemainingImprovement{{.share = 0.0, .tolerance = 0.1464}}, 6, line) == 6);
  CHECK(first_stable(RemainingImprovement{{.share = 0.0, .tolerance = 0.1463}}, 6, line) == 0);
}

TEST_CASE("the share means the same at any point of a power law") {
  // L = t^-e improves by the share e while ln t grows by 1, without end. Its improvement so far
  // tends to 1.
  const auto power = [](double e) { return [e](int t) { return std::pow(t, -e); }; };
  CHECK(first_stable(RemainingImprovement{}, 5000, power(0.5)) == 0);
  // 0.25 is below 0.4 (1 - t^-0.25) for t > (8/3)^4 = 50.6. The slope of a window is that of an
  // earlier t, and steeper.
  const int fire = first_stable(RemainingImprovement{}, 5000, power(0.25));
  CHECK(fire > 50);
  CHECK(fire < 1000);
}

TEST_CASE("a loss that stops improving is stable somewhat later") {
  const auto to_a_half = [](int t) { return 0.5 + 0.5 * std::exp(-t / 20.0); };
  const int fire = first_stable(RemainingImprovement{}, 5000, to_a_half);
  CHECK(fire > 20);
  CHECK(fire < 100);
  // A smaller share ends the stage later.
  CHECK(first_stable(RemainingImprovement{{.share = 0.1}}, 5000, to_a_half) > fire);
}

TEST_CASE("noise delays the end, and a spike does not end a young stage") {
  const auto falling = [](double noise) {
    return [noise, losses = test::noise(200)](int t) {
      return 1.0 + 1.0 / t + noise * losses[static_cast<std::size_t>(t)];
    };
  };
  CHECK(first_stable(RemainingImprovement{}, 199, falling(0.3)) >
        first_stable(RemainingImprovement{}, 199, falling(0.0)));

  for (const int place : {6, 7, 11, 30, 31})
    for (const double spike : {2.0, 10.0, 1e6}) {
      CAPTURE(place);
      CAPTURE(spike);
      CHECK(first_stable(RemainingImprovement{}, place,
                         [=](int t) { return t == place ? spike : std::pow(0.9, t); }) == 0);
    }
}

TEST_CASE("it holds if the loss rises or is constant") {
  CHECK(answers(RemainingImprovement{}, {1, 1, 1, 1, 1, 1, 1}) == ".....11");
  CHECK(answers(RemainingImprovement{}, {0, 0, 0, 0, 0, 0, 0}) == ".....11");
  CHECK(answers(RemainingImprovement{}, {1, 2, 3, 4, 5, 6, 7}) == ".....11");
  CHECK(answers(RemainingImprovement{}, {-7, -6, -5, -4, -3, -2, -1}) == ".....11");
}

TEST_CASE("negative losses are handled") {
  // Like a rise of mirrored positive losses. An improvement away from 0 at a constant pace never
  // ends.
  CHECK(first_stable(RemainingImprovement{}, 1000, [](int t) { return -1.0 - 0.1 * t; }) == 0);
  CHECK(first_stable(RemainingImprovement{}, 1000, [](int t) { return 2.0 - 0.1 * t; }) == 0);
  CHECK(first_stable(RemainingImprovement{}, 1000,
                     [](int t) { return -2.0 + std::exp(-t / 20.0); }) > 20);
}

TEST_CASE("values of any finite magnitude are handled") {
  const double largest = (std::numeric_limits<double>::max)();
  std::vector<double> levels;
  for (int i = 0; i < 100; ++i) levels.push_back(i % 2 == 0 ? largest : -largest);
  CHECK(answers(RemainingImprovement{}, levels).find('1') == std::string::npos);
}

TEST_CASE("in a long stage, an answer stands until a block is complete") {
  RemainingImprovement criterion;
  for (int t = 1; t <= 128; ++t) criterion.update(1.0);
  // Blocks have two values from here on, so that one extreme value alone changes nothing.
  CHECK(criterion.update(-1000.0));
  CHECK_FALSE(criterion.update(-1000.0));
}

TEST_CASE("RemainingImprovement measures its window or the remaining improvement") {
  RemainingImprovement criterion{{.share = 0.5, .tolerance = 0.0}};
  CHECK(criterion.remaining_improvement() == 0.0);
  CHECK_FALSE(criterion.measure().holds());
  for (int t = 1; t <= 6; ++t) criterion.update(129.0 - t);
  const Measurement measured = criterion.measure();
  CHECK(measured.quantity == autodecay::quantities::remaining_improvement);
  CHECK(measured.value == criterion.remaining_improvement());
  CHECK(measured.value == 18.0 / 123.0);
  CHECK(measured.wanted == autodecay::Relation::at_most);
  CHECK(measured.limit == 0.5 * (5.0 * (123.0 / 128.0)) / 123.0);
  CHECK_FALSE(measured.holds());
}

TEST_CASE("it makes the same decisions after save and load") {
  const std::vector<double> losses = test::noisy_descent(700);
  for (const std::size_t saved_at : {0U, 1U, 5U, 6U, 127U, 128U, 129U, 300U, 511U}) {
    RemainingImprovement straight, resumed{{.share = 3.0}};
    for (std::size_t i = 0; i < saved_at; ++i) straight.update(losses[i]);
    autodecay::load(autodecay::save(straight), resumed);
    CAPTURE(saved_at);
    REQUIRE(resumed == straight);
    for (std::size_t i = saved_at; i < losses.size(); ++i)
      REQUIRE(resumed.update(losses[i]) == straight.update(losses[i]));
    CHECK(resumed == straight);
  }
}

TEST_CASE("RemainingImprovement's options") {
  CHECK(RemainingImprovement().options() == RemainingImprovement::Options{0.4, 0.003});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](RemainingImprovement::Options options) {
    return test::message<std::invalid_argument>(
        [options] { RemainingImprovement criterion(options); });
  };
  CHECK(message({.share = -0.1}) == "RemainingImprovement: share must be at least 0, got -0.1");
  CHECK(message({.share = nan}) == "RemainingImprovement: share must be at least 0, got nan");
  CHECK(message({.tolerance = -1.0}) ==
        "RemainingImprovement: tolerance must be at least 0, got -1");
  CHECK(message({.tolerance = nan}) ==
        "RemainingImprovement: tolerance must be at least 0, got nan");
  CHECK(message({.share = 0.0, .tolerance = 0.0}).empty());
}

TEST_CASE("an impossible state of RemainingImprovement is rejected") {
  const auto refused = [](const std::string& from, const std::string& to) {
    return !test::refusal(RemainingImprovement{}, from, to).empty();
  };
  CHECK_FALSE(refused("share = 0.4", "share = 0"));
  CHECK(refused("share = 0.4", "share = -0.4"));
  CHECK(refused("tolerance = 0.003", "tolerance = nan"));
  CHECK(refused("pending = 0", "pending = 1"));
}
