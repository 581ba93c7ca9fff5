#include "laws/policy_laws.hpp"
#include "support/losses.hpp"

#include <cmath>
#include <initializer_list>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/combination/all_of.hpp>
#include <autodecay/combination/any_of.hpp>
#include <autodecay/peers/cntk.hpp>
#include <autodecay/peers/dlib.hpp>
#include <autodecay/peers/flux.hpp>
#include <autodecay/peers/keras.hpp>
#include <autodecay/peers/nnunet.hpp>
#include <autodecay/peers/optax.hpp>
#include <autodecay/peers/pytorch.hpp>
#include <autodecay/peers/slope.hpp>
#include <autodecay/peers/tensorpack.hpp>
#include <autodecay/stability/at_least.hpp>
#include <autodecay/stability/at_milestones.hpp>
#include <autodecay/stability/every_interval.hpp>
#include <autodecay/stability/expected_fall.hpp>
#include <autodecay/stability/no_improvement.hpp>
#include <autodecay/stability/relative_range.hpp>
#include <autodecay/stability/remaining_fall.hpp>

using namespace autodecay;

namespace {

/// A model: its fresh state, and the observation at which a constant becomes stable. The criteria
/// that look at the levels have a tolerance of 1/64 and no absolute part.
template <int Window>
struct Range {
  static RelativeRange fresh() {
    return RelativeRange{{.window = Window, .tolerance = 0x1p-6, .epsilon = 1e-300}};
  }
  static constexpr int stable_at = Window;
};
template <int Patience>
struct Patient {
  static NoImprovement fresh() { return NoImprovement{{.patience = Patience, .relative = 0x1p-6}}; }
  static constexpr int stable_at = Patience + 1;  // the first level is the best so far
};
template <int N>
struct Interval {
  static EveryInterval fresh() { return EveryInterval(N); }
  static constexpr int stable_at = N;
};
struct Milestones {
  static AtMilestones fresh() { return {4, 5, 90}; }
  static constexpr int stable_at = 4;
};
template <int N>
struct Least {
  static AtLeast fresh() { return AtLeast(N); }
  static constexpr int stable_at = N;
};
struct LeastAndRange {
  static auto fresh() { return AllOf{AtLeast{9}, Range<5>::fresh()}; }
  static constexpr int stable_at = 9;
};
struct PatientAndRange {
  static auto fresh() { return AllOf{Patient<2>::fresh(), Range<5>::fresh()}; }
  static constexpr int stable_at = 5;
};
struct PatientOrRange {
  static auto fresh() { return AnyOf{Patient<6>::fresh(), Range<4>::fresh()}; }
  static constexpr int stable_at = 4;
};
/// The rules of other frameworks.
template <int Patience>
struct PyTorchRule {
  static peers::PyTorch fresh() {
    return peers::PyTorch{{.patience = Patience, .relative = 0x1p-6, .cooldown = 2}};
  }
  static constexpr int stable_at = Patience + 2;
};
template <int Patience>
struct KerasRule {
  static peers::Keras fresh() { return peers::Keras{{.patience = Patience, .absolute = 0.0}}; }
  static constexpr int stable_at = Patience + 1;
};
template <int Patience, int Interval>
struct OptaxRule {
  static peers::Optax fresh() {
    return peers::Optax{{.patience = Patience, .relative = 0x1p-6, .interval = Interval}};
  }
  static constexpr int stable_at = Interval * (Patience + 1);
};
template <int Patience>
struct NnUnetRule {
  // A beta of whole eighths, so that the mean of a constant is that constant.
  static peers::NnUnet fresh() {
    return peers::NnUnet{{.beta = 0.875, .patience = Patience, .absolute = 0.0}};
  }
  static constexpr int stable_at = Patience + 2;
};
template <int Block>
struct CntkRule {
  static peers::Cntk fresh() { return peers::Cntk{{.interval = Block, .relative = 0x1p-6}}; }
  static constexpr int stable_at = 2 * Block;
};
template <int Window>
struct TensorpackRule {
  static peers::Tensorpack fresh() { return peers::Tensorpack{{.window = Window}}; }
  static constexpr int stable_at = Window;
};
struct Expected {
  static ExpectedFall fresh() { return ExpectedFall{{.tolerance = 0x1p-3, .horizon = 8}}; }
  static constexpr int stable_at = 32;  // the first test
};
struct Remaining {
  static RemainingFall fresh() { return RemainingFall{}; }
  static constexpr int stable_at = 6;
};
template <int Window>
struct DlibRule {
  static peers::Dlib fresh() { return peers::Dlib{{.window = Window, .discard = 0.25}}; }
  static constexpr int stable_at = Window;
};
template <int Window, int Leak>
struct SlopeRule {
  static peers::Slope fresh() {
    return peers::Slope{
        {.window = Window, .leak = Leak, .interval = 1, .warmup = 0, .capacity = 2 * Window}};
  }
  static constexpr int stable_at = Leak * Window + 1;
};
struct FluxRule {
  static peers::Flux fresh() { return peers::Flux{{.patience = 3, .absolute = 0.5}}; }
  static constexpr int stable_at = 4;
};

/// The first of the levels at which the criterion holds, from 1; 0 if none.
template <typename Criterion, typename Levels>
int first_stable(Criterion criterion, const Levels& levels) {
  int t = 0;
  for (const double level : levels) {
    ++t;
    if (criterion.update(level)) return t;
  }
  return 0;
}

/// 2000 levels, each 1/32 below the one before in relation to its magnitude.
std::vector<double> fast_fall(double from) {
  std::vector<double> levels{from};
  while (levels.size() < 2000) levels.push_back(levels.back() - std::abs(levels.back()) / 32.0);
  return levels;
}

}  // namespace

#define COUNTING Interval<1>, Interval<7>, Milestones, Least<1>, Least<12>
#define LOOKING                                                                      \
  Range<2>, Range<5>, Range<64>, Patient<1>, Patient<2>, Patient<30>, LeastAndRange, \
      PatientAndRange, PatientOrRange, Expected, Remaining, PEERS
// FluxRule's margin is absolute, and needs to be above 0.
#define PEERS                                                                                   \
  PyTorchRule<0>, PyTorchRule<4>, KerasRule<1>, KerasRule<6>, OptaxRule<1, 1>, OptaxRule<3, 4>, \
      NnUnetRule<2>, CntkRule<1>, CntkRule<4>, TensorpackRule<5>, DlibRule<5>, DlibRule<60>,    \
      SlopeRule<2, 1>, SlopeRule<20, 4>

TEST_CASE_TEMPLATE("every stability criterion is a policy", Model, COUNTING, LOOKING, FluxRule) {
  const auto fresh = Model::fresh();
  laws::reset_equals_fresh(fresh);
  laws::copies_evolve_apart(fresh);
  laws::saved_and_loaded_is_the_same(fresh);
}

TEST_CASE_TEMPLATE("a constant is stable once the window is full, never before", Model, COUNTING,
                   LOOKING, FluxRule) {
  for (const double constant : {1.0, -3.7, 0.0, 1e-290, 1e300}) {
    CAPTURE(constant);
    CHECK(first_stable(Model::fresh(), std::vector<double>(200, constant)) == Model::stable_at);
  }
}

TEST_CASE_TEMPLATE("a fall faster than the tolerance is never stable", Model, LOOKING) {
  CHECK(first_stable(Model::fresh(), fast_fall(1e10)) == 0);
  CHECK(first_stable(Model::fresh(), fast_fall(-1.0)) == 0);
  // Through 0 at a steady pace, for as long as that is fast beside the level.
  std::vector<double> levels;
  for (double level = 4.0; level > -4.0; level -= 0.125) levels.push_back(level);
  CHECK(first_stable(Model::fresh(), levels) == 0);
}

TEST_CASE_TEMPLATE("a relative criterion does not see the scale", Model, LOOKING) {
  for (const double scale : {0x1p10, 0x1p-10, 0x1p200, 0x1p-200}) {
    auto criterion = Model::fresh(), scaled = Model::fresh();
    int stable = 0;
    for (double level : test::noisy_descent(1000)) {
      // Less and less noise, so that it becomes stable at last.
      level = 2.0 + (level - 2.0) / 16.0;
      const bool holds = criterion.update(level);
      stable += holds ? 1 : 0;
      REQUIRE(scaled.update(scale * level) == holds);
    }
    CHECK(stable > 0);
  }
}

TEST_CASE_TEMPLATE("a worsening is never an improvement, on negative levels either", Model,
                   Patient<1>, Patient<2>, Patient<30>, PEERS) {
  for (const double from : {8.0, -8.0, -1000.0, 0.0}) {
    std::vector<double> levels;
    for (int i = 0; i < 500; ++i) levels.push_back(from + i);
    CAPTURE(from);
    CHECK(first_stable(Model::fresh(), levels) == Model::stable_at);
  }
}
