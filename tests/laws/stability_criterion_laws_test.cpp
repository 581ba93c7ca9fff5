#include "laws/stability_criterion_laws.hpp"

#include "laws/models.hpp"
#include "laws/policy_laws.hpp"

#include <set>
#include <string>

#include <doctest/doctest.h>

#include <autodecay/combination/all_of.hpp>
#include <autodecay/combination/any_of.hpp>
#include <autodecay/compat/dlib_plateau.hpp>
#include <autodecay/compat/keras_plateau.hpp>
#include <autodecay/compat/optax_plateau.hpp>
#include <autodecay/compat/pytorch_plateau.hpp>
#include <autodecay/runtime/combined.hpp>
#include <autodecay/stability/at_milestones.hpp>
#include <autodecay/stability/every_interval.hpp>
#include <autodecay/stability/improvement_test.hpp>
#include <autodecay/stability/linger.hpp>
#include <autodecay/stability/marginal_improvement.hpp>
#include <autodecay/stability/min_stage_length.hpp>
#include <autodecay/stability/no_improvement.hpp>
#include <autodecay/stability/relative_range.hpp>
#include <autodecay/stability/remaining_improvement.hpp>

using namespace autodecay;

namespace {

/// A model: its fresh state, and the observation at which a constant becomes stable. Criteria that
/// depend on the levels have a tolerance of 1/64 and no absolute margin.
template <int Window>
struct Spread {
  static RelativeRange fresh() {
    return RelativeRange{{.window = Window, .tolerance = 0x1p-6, .epsilon = 1e-300}};
  }
  static constexpr int stable_at = Window;
};
template <int Patience>
struct Patient {
  static NoImprovement fresh() {
    return NoImprovement{{.patience = Patience, .relative_margin = 0x1p-6}};
  }
  static constexpr int stable_at = Patience + 1;  // the first level is the best so far
};
template <int N>
struct Interval {
  static EveryInterval fresh() { return EveryInterval(N); }
  static constexpr int stable_at = N;
};
struct Listed {
  static AtMilestones fresh() { return {4, 5, 90}; }
  static constexpr int stable_at = 4;
};
template <int N>
struct Least {
  static MinStageLength fresh() { return MinStageLength(N); }
  static constexpr int stable_at = N;
};
struct LeastAndRange {
  static auto fresh() { return AllOf{MinStageLength{9}, Spread<5>::fresh()}; }
  static constexpr int stable_at = 9;
};
struct PatientAndRange {
  static auto fresh() { return AllOf{Patient<2>::fresh(), Spread<5>::fresh()}; }
  static constexpr int stable_at = 5;
};
struct PatientOrRange {
  static auto fresh() { return AnyOf{Patient<6>::fresh(), Spread<4>::fresh()}; }
  static constexpr int stable_at = 4;
};
struct RunTimeCriterion {
  static runtime::AnyCriterion fresh() {
    return runtime::Several<runtime::AnyCriterion, true>(
        {Patient<2>::fresh(), Spread<5>::fresh(), Least<7>::fresh()});
  }
  static constexpr int stable_at = 7;
};
/// The rules of other frameworks.
template <int Patience>
struct PyTorchRule {
  static compat::PyTorchPlateau fresh() {
    return compat::PyTorchPlateau{{.patience = Patience, .relative_margin = 0x1p-6, .cooldown = 2}};
  }
  static constexpr int stable_at = Patience + 2;
};
template <int Patience>
struct KerasRule {
  static compat::KerasPlateau fresh() {
    return compat::KerasPlateau{{.patience = Patience, .absolute_margin = 0.0}};
  }
  static constexpr int stable_at = Patience + 1;
};
template <int Patience, int Interval>
struct OptaxRule {
  static compat::OptaxPlateau fresh() {
    return compat::OptaxPlateau{
        {.patience = Patience, .relative_margin = 0x1p-6, .interval = Interval}};
  }
  static constexpr int stable_at = Interval * (Patience + 1);
};
struct Expected {
  static ImprovementTest fresh() { return ImprovementTest{{.tolerance = 0x1p-3, .lookahead = 8}}; }
  static constexpr int stable_at = 32;  // the first test
};
struct Lingering {
  static auto fresh() { return Linger{NoImprovement{{.patience = 2}}, {.share = 0.5}}; }
  static constexpr int stable_at = 5;  // 1.5 · 3
};
struct Marginal {
  static MarginalImprovement fresh() { return MarginalImprovement{{.trust = 0.5}}; }
  static constexpr int stable_at = 6;
};
struct Remaining {
  static RemainingImprovement fresh() { return RemainingImprovement{}; }
  static constexpr int stable_at = 6;
};
template <int Window>
struct DlibRule {
  static compat::DlibPlateau fresh() {
    return compat::DlibPlateau{{.window = Window, .discard = 0.25}};
  }
  static constexpr int stable_at = Window;
};

}  // namespace

#define COUNTING Interval<1>, Interval<7>, Listed, Least<1>, Least<12>
#define LOOKING                                                                                    \
  Spread<2>, Spread<5>, Spread<64>, Patient<1>, Patient<2>, Patient<30>, LeastAndRange,            \
      PatientAndRange, PatientOrRange, RunTimeCriterion, Expected, Lingering, Marginal, Remaining, \
      COMPAT
#define COMPAT                                                                                  \
  PyTorchRule<0>, PyTorchRule<4>, KerasRule<1>, KerasRule<6>, OptaxRule<1, 1>, OptaxRule<3, 4>, \
      DlibRule<5>, DlibRule<60>

std::set<std::string> laws::stability_criteria() { return names_of<COUNTING, LOOKING>(); }

TEST_CASE_TEMPLATE("every stability criterion is a policy", Model, COUNTING, LOOKING) {
  laws::is_a_policy(Model::fresh());
}

TEST_CASE_TEMPLATE("a constant is stable once the window is full and not before", Model, COUNTING,
                   LOOKING) {
  laws::constant_is_stable_at(Model::fresh(), Model::stable_at);
}

TEST_CASE_TEMPLATE("an improvement faster than the tolerance is never stable", Model, LOOKING) {
  laws::fast_improvement_is_never_stable(Model::fresh());
}

TEST_CASE_TEMPLATE("a relative criterion is independent of the scale", Model, LOOKING) {
  laws::scale_is_not_seen(Model::fresh());
}

TEST_CASE_TEMPLATE("a worsening is never an improvement, even on negative levels", Model,
                   Patient<1>, Patient<2>, Patient<30>, COMPAT) {
  laws::worsening_is_stable_at(Model::fresh(), Model::stable_at);
}

TEST_CASE_TEMPLATE("an infinite level is the worst or the best of all levels", Model, LOOKING) {
  laws::an_infinite_level_is_a_level(Model::fresh());
}

TEST_CASE_TEMPLATE("infinite levels have no part in a line or a rank", Model, Expected, Marginal,
                   Remaining) {
  laws::infinite_levels_are_left_out(Model::fresh());
}
