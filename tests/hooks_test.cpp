#include <doctest/doctest.h>

#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/hooks.hpp>
#include <autodecay/stability/at_milestones.hpp>
#include <autodecay/stability/min_stage_length.hpp>

using namespace autodecay;

namespace {

/// An action that counts, and what is done to it.
struct Counting {
  void operator()(double&, const Stage&) {}
  void reset() noexcept { count = 0; }
  bool operator==(const Counting&) const = default;
  void archive(auto& ar) { ar.field("count", count); }

  int count = 3;
};

struct CountingStages : Counting {
  void begin_stage() noexcept { ++count; }
  bool operator==(const CountingStages&) const = default;
};

}  // namespace

TEST_CASE("where a stage begins, begin_stage is called if there is one") {
  CountingStages action;
  begin_stage(action);
  CHECK(action.count == 4);

  AtMilestones criterion{2};
  CHECK_FALSE(criterion.update(1.0));
  begin_stage(criterion);
  CHECK(criterion.update(1.0));  // the count of the run goes on
}

TEST_CASE("a criterion without begin_stage is reset, an action is left as it is") {
  MinStageLength criterion{2};
  CHECK_FALSE(criterion.update(1.0));
  begin_stage(criterion);
  CHECK(criterion == MinStageLength{2});

  Counting action;
  begin_stage(action);
  CHECK(action.count == 3);
}

TEST_CASE("an action says whether it changed anything, or is taken to have done so") {
  double optimizer = 1.0;
  Counting silent;
  CHECK(act(silent, optimizer, Stage{.index = 2}));
  LearningRate rate{1.0};
  ScaleLearningRate action{{.factor = 0.5, .floor = 0.5}};
  CHECK(act(action, rate, Stage{.index = 2}));
  CHECK_FALSE(act(action, rate, Stage{.index = 3}));
}

TEST_CASE("what a policy measures, or nothing") {
  MinStageLength criterion{2};
  CHECK(measure(criterion) == criterion.measure());
  CHECK(measure(ScaleLearningRate{}) == Measurement{});
}
