#include "laws/moving_average_laws.hpp"
#include "laws/policy_laws.hpp"
#include "support/decisions.hpp"
#include "support/losses.hpp"
#include "support/message.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>

#include <boost/accumulators/statistics/mean.hpp>
#include <boost/accumulators/statistics/rolling_mean.hpp>
#include <boost/accumulators/statistics/variance.hpp>
#include <doctest/doctest.h>

#include <autodecay/adapters/boost_accumulators.hpp>
#include <autodecay/average/simple_moving_average.hpp>
#include <autodecay/presets.hpp>

namespace ada = autodecay::accumulators;
namespace bac = boost::accumulators;
using namespace autodecay;

namespace {

using Sliding = AccumulatorAverage<ada::tag::sliding_mean>;

Sliding sliding(std::int64_t window) { return Sliding(ada::window = window); }

}  // namespace

TEST_CASE("the library's statistics are features of an accumulator_set, next to Boost's") {
  bac::accumulator_set<
      double, bac::stats<bac::tag::mean, ada::tag::exponential_mean, ada::tag::sliding_mean,
                         ada::tag::sliding_extrema, ada::tag::running_moments>>
      set(ada::beta = 0.75, ada::window = 7);
  statistics::ExponentialMean exponential(0.75);
  statistics::SlidingMean mean(7);
  statistics::SlidingExtrema extrema(7);
  statistics::RunningMoments moments;
  for (const double value : test::noise(100)) {
    set(value);
    exponential.update(value);
    mean.update(value);
    extrema.update(value);
    moments.update(value);
    CHECK(ada::exponential_mean(set) == exponential.mean());
    CHECK(ada::sliding_mean(set) == mean.mean());
    CHECK(ada::sliding_extrema(set) == extrema);
    CHECK(ada::running_moments(set) == moments);
  }
  CHECK(bac::mean(set) == doctest::Approx(moments.mean()).epsilon(1e-12));
}

TEST_CASE("the statistic checks the options of its feature") {
  using Set = bac::accumulator_set<double, bac::stats<ada::tag::sliding_mean>>;
  CHECK(test::message<std::invalid_argument>([] { Set set(ada::window = 0); }) ==
        "SlidingMean: window must be in [1, 2^24], got 0");
}

TEST_CASE("any feature can be a moving average") {
  Sliding average = sliding(3);
  CHECK(average.update(6.0) == 6.0);
  CHECK(average.update(2.0) == 4.0);
  CHECK(average.update(1.0) == 3.0);
  CHECK(average.update(3.0) == 2.0);
  AccumulatorAverage<bac::tag::mean> mean;
  CHECK(mean.update(1.0) == 1.0);
  CHECK(mean.update(4.0) == 2.5);
}

namespace {

struct OursExponential {
  static auto fresh() { return AccumulatorAverage<ada::tag::exponential_mean>(ada::beta = 0.9); }
  static constexpr int memory = 420;
};
struct OursSliding {
  static auto fresh() { return sliding(7); }
  static constexpr int memory = 7;
};

}  // namespace

TEST_CASE_TEMPLATE("every AccumulatorAverage is a policy and obeys the laws of moving averages",
                   Model, OursExponential, OursSliding) {
  const auto fresh = Model::fresh();
  laws::constant_in_constant_out(fresh);
  laws::level_within_the_range_seen(fresh);
  laws::level_scales_with_the_loss(fresh);
  laws::reset_equals_fresh(fresh);
  laws::copies_evolve_apart(fresh);
  laws::saved_and_loaded_is_the_same(fresh);
}

TEST_CASE("a spike has no lasting effect on the library's features") {
  laws::a_spike_is_forgotten(OursExponential::fresh(), OursExponential::memory);
  laws::a_spike_is_forgotten(OursSliding::fresh(), OursSliding::memory, 0.0);
}

TEST_CASE("a running mean is also a policy") {
  const AccumulatorAverage<bac::tag::mean> fresh;
  laws::constant_in_constant_out(fresh);
  laws::reset_equals_fresh(fresh);
  laws::copies_evolve_apart(fresh);
  laws::saved_and_loaded_is_the_same(fresh);
}

TEST_CASE("a saved window loads into an object with a window of another size") {
  Sliding three = sliding(3);
  load(save(sliding(4)), three);
  CHECK(three == sliding(4));
}

TEST_CASE("a scheduler can average with Boost") {
  const Scheduler fresh{sliding(4), RelativeRange{{.window = 3, .tolerance = 0.25}}, RelativeDrop{},
                        ScaleLearningRate{}};
  const Scheduler ours{SimpleMovingAverage(4), RelativeRange{{.window = 3, .tolerance = 0.25}},
                       RelativeDrop{}, ScaleLearningRate{}};
  // The sums are exact, so that both means are equal.
  auto with_boost = fresh;
  auto without = ours;
  const auto losses = test::noisy_descent(300);
  const std::string answers = test::decisions(with_boost, losses);
  CHECK(answers == test::decisions(without, losses));
  CHECK(answers.find('d') != std::string::npos);
  auto loaded = fresh;
  load(save(with_boost), loaded);
  CHECK(loaded == with_boost);
}

static_assert(MovingAverage<Sliding>);

// Which accumulators can be reset without an allocation.
template <typename Feature>
inline constexpr bool accepted =
    autodecay::detail::assigns_nothrow<bac::accumulator_set<double, bac::stats<Feature>>>;
static_assert(accepted<bac::tag::mean> && accepted<bac::tag::variance> &&
              accepted<ada::tag::exponential_mean> && accepted<ada::tag::sliding_mean>);
static_assert(!accepted<bac::tag::rolling_mean>);
