#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/archive.hpp>
#include <autodecay/average/latest_value.hpp>
#include <autodecay/drop/relative_drop.hpp>
#include <autodecay/drop/unlimited.hpp>
#include <autodecay/resettable.hpp>
#include <autodecay/scheduler.hpp>
#include <autodecay/stability/at_milestones.hpp>
#include <autodecay/stability/min_stage_length.hpp>

using namespace autodecay;

namespace {

/// A criterion with one function, an option and a state.
struct Rises {
  int needed = 2;
  int rises = 0;
  double previous = std::numeric_limits<double>::infinity();

  bool update(double level) noexcept {
    rises = level > previous ? rises + 1 : 0;
    previous = level;
    return rises >= needed;
  }
  bool operator==(const Rises&) const = default;
};

struct SavedRises : Rises {
  bool operator==(const SavedRises&) const = default;
  static void archive(auto& self, auto& ar) {
    ar.field("needed", self.needed);
    ar.field("rises", self.rises);
    ar.field("previous", self.previous);
  }
};

/// An action that counts the calls to its functions.
struct Counting {
  void operator()(int&, const Stage&) { ++count; }
  bool operator==(const Counting&) const = default;

  int count = 3;
};

struct CountingStages : Counting {
  void begin_stage() noexcept { ++count; }
  bool operator==(const CountingStages&) const = default;
};

}  // namespace

TEST_CASE("a policy without reset is restored as given, including its options") {
  Resettable criterion(Rises{.needed = 1});
  CHECK_FALSE(criterion->update(1.0));
  CHECK(criterion->update(2.0));
  criterion.reset();
  CHECK(*criterion == Rises{.needed = 1});
}

TEST_CASE("a criterion that also judges drops is restored as given") {
  struct Both : Rises {
    [[nodiscard]] bool significant(const Stage&) const noexcept { return true; }
    bool operator==(const Both&) const = default;
  };
  Resettable criterion(Both{{.needed = 1}});
  CHECK_FALSE(criterion->update(1.0));
  CHECK(criterion->update(2.0));
  criterion.begin_stage();
  CHECK_FALSE(criterion->update(3.0));
}

TEST_CASE("reset calls the reset of the policy if there is one") {
  Resettable criterion(MinStageLength{2});
  CHECK_FALSE(criterion->update(1.0));
  criterion.reset();
  CHECK(*criterion == MinStageLength{2});
}

TEST_CASE("a new stage calls the begin_stage of the policy if there is one") {
  Resettable action(CountingStages{});
  action.begin_stage();
  CHECK(action->count == 4);

  Resettable criterion(AtMilestones{2});
  CHECK_FALSE(criterion->update(1.0));
  criterion.begin_stage();
  CHECK(criterion->update(1.0));  // the count of the run continues
}

TEST_CASE("without begin_stage, a new stage resets a criterion and does not change an action") {
  Resettable criterion(Rises{});
  CHECK_FALSE(criterion->update(1.0));
  criterion.begin_stage();
  CHECK(*criterion == Rises{});

  Resettable action(Counting{});
  int optimizer = 1;
  (*action)(optimizer, Stage{});
  action.begin_stage();
  CHECK(action->count == 4);
  action.reset();
  CHECK(action->count == 3);
}

TEST_CASE("policies with one function each make a scheduler") {
  Scheduler scheduler{LatestValue{}, Rises{.needed = 1}, Unlimited{}, Counting{}};
  int optimizer = 1;
  CHECK(scheduler.step(optimizer, 1.0) == Decision::hold);
  CHECK(scheduler.step(optimizer, 2.0) == Decision::decay);
  CHECK(scheduler.step(optimizer, 3.0) == Decision::hold);  // a new stage
  CHECK(scheduler.step(optimizer, 4.0) == Decision::decay);
  CHECK(scheduler.action().count == 5);
  scheduler.reset();
  CHECK(scheduler == Scheduler{LatestValue{}, Rises{.needed = 1}, Unlimited{}, Counting{}});
}

TEST_CASE("the policy as given is saved, too") {
  Scheduler scheduler{LatestValue{}, SavedRises{{.needed = 1}}, Unlimited{}, ScaleLearningRate{}};
  Scheduler loaded{LatestValue{}, SavedRises{{.needed = 7}}, Unlimited{}, ScaleLearningRate{}};
  CHECK(scheduler.observe(1.0) == Decision::hold);
  load(save(scheduler), loaded);
  CHECK(loaded == scheduler);
  loaded.reset();
  CHECK(loaded.stability() == SavedRises{{.needed = 1}});
}

// A copy is kept only if it is needed.
static_assert(sizeof(Resettable<RelativeDrop>) == sizeof(RelativeDrop));
static_assert(sizeof(Resettable<MinStageLength>) == sizeof(MinStageLength));
static_assert(sizeof(Resettable<ScaleLearningRate>) == sizeof(ScaleLearningRate));
static_assert(sizeof(Resettable<Rises>) == 2 * sizeof(Rises));
static_assert(std::is_trivially_copyable_v<Resettable<Rises>>);
