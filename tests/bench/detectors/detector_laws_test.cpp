#include "detection/detectors/cntk.hpp"
#include "detection/detectors/flux.hpp"
#include "detection/detectors/nnunet.hpp"
#include "detection/detectors/slope.hpp"
#include "detection/detectors/tensorpack.hpp"
#include "laws/policy_laws.hpp"
#include "laws/stability_criterion_laws.hpp"

#include <cstdint>

#include <doctest/doctest.h>

namespace {

/// Models as in laws/stability_criterion_laws_test.cpp.
template <int Patience>
struct NnUnetRule {
  // A beta of whole eighths, so that the mean of a constant is that constant.
  static detection::NnUnet fresh() {
    return detection::NnUnet{{.beta = 0.875, .patience = Patience, .absolute_margin = 0.0}};
  }
  static constexpr int stable_at = Patience + 2;
};
template <int Block>
struct CntkRule {
  static detection::Cntk fresh() {
    return detection::Cntk{{.interval = Block, .relative_margin = 0x1p-6}};
  }
  static constexpr int stable_at = 2 * Block;
};
template <int Window>
struct TensorpackRule {
  static detection::Tensorpack fresh() { return detection::Tensorpack{{.window = Window}}; }
  static constexpr int stable_at = Window;
};
template <int Window, int Leak>
struct SlopeRule {
  static detection::Slope fresh() {
    return detection::Slope{
        {.window = Window, .leak = Leak, .interval = 1, .warmup = 0, .capacity = 2 * Window}};
  }
  static constexpr int stable_at = Leak * Window + 1;
};
struct FluxRule {
  static detection::Flux fresh() {
    return detection::Flux{{.patience = 3, .absolute_margin = 0.5}};
  }
  static constexpr int stable_at = 4;
};

/// The observation at which a criterion with its default options is stable on a constant.
template <typename Detector>
std::int64_t first_plateau_of_a_constant() {
  Detector detector;
  std::int64_t observation = 1;
  while (!detector.update(1.5)) ++observation;
  return observation;
}

}  // namespace

// FluxRule's margin is absolute, and needs to be above 0.
#define RELATIVE \
  NnUnetRule<2>, CntkRule<1>, CntkRule<4>, TensorpackRule<5>, SlopeRule<2, 1>, SlopeRule<20, 4>

TEST_CASE_TEMPLATE("every detector is a policy", Model, RELATIVE, FluxRule) {
  const auto fresh = Model::fresh();
  laws::reset_equals_fresh(fresh);
  laws::copies_evolve_apart(fresh);
}

TEST_CASE_TEMPLATE("a constant is stable once the window is full and not before", Model, RELATIVE,
                   FluxRule) {
  laws::constant_is_stable_at(Model::fresh(), Model::stable_at);
}

TEST_CASE_TEMPLATE("an improvement faster than the tolerance is never stable", Model, RELATIVE) {
  laws::fast_improvement_is_never_stable(Model::fresh());
}

TEST_CASE_TEMPLATE("a relative criterion is independent of the scale", Model, RELATIVE) {
  laws::scale_is_not_seen(Model::fresh());
}

TEST_CASE_TEMPLATE("a worsening is never an improvement, even on negative levels", Model,
                   RELATIVE) {
  laws::worsening_is_stable_at(Model::fresh(), Model::stable_at);
}

TEST_CASE("with its defaults, each detector decays after the documented number of equal losses") {
  using namespace detection;
  CHECK(first_plateau_of_a_constant<NnUnet>() == 32);
  CHECK(first_plateau_of_a_constant<Cntk>() == 2);
  CHECK(first_plateau_of_a_constant<Tensorpack>() == 5);
  CHECK(first_plateau_of_a_constant<Flux>() == 4);
  // The first multiple of 100 that, divided by 8, exceeds 1000.
  CHECK(first_plateau_of_a_constant<Slope>() == 8100);
}
