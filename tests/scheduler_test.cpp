#include "support/decisions.hpp"
#include "support/losses.hpp"
#include "support/message.hpp"
#include "support/printed.hpp"

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/action/grow_batch_size.hpp>
#include <autodecay/action/learning_rate_sequence.hpp>
#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/action/sequence.hpp>
#include <autodecay/average/exponential_moving_average.hpp>
#include <autodecay/average/latest_value.hpp>
#include <autodecay/combination/all_of.hpp>
#include <autodecay/combination/any_of.hpp>
#include <autodecay/drop/relative_drop.hpp>
#include <autodecay/drop/stage_limit.hpp>
#include <autodecay/drop/unlimited.hpp>
#include <autodecay/presets.hpp>
#include <autodecay/scheduler.hpp>
#include <autodecay/stability/at_milestones.hpp>
#include <autodecay/stability/every_interval.hpp>
#include <autodecay/stability/relative_range.hpp>

using namespace autodecay;
using test::decisions;
using test::printed;

namespace {

const double not_finite = std::numeric_limits<double>::quiet_NaN();
const double infinity = std::numeric_limits<double>::infinity();

/// Policies whose answers are encoded in the losses, so that every state can be made by hand: a
/// loss below 1 is a plateau, and a stage that began at 100 or above earns another stage.
struct PlateauBelowOne {
  bool update(double level) noexcept {
    ++updates;
    return level < 1.0;
  }
  void reset() noexcept { updates = 0; }
  bool operator==(const PlateauBelowOne&) const = default;
  static void archive(auto& self, auto& ar) { ar.field("updates", self.updates); }

  int updates = 0;
};
struct DropFromHundred {
  [[nodiscard]] bool significant(const Stage& stage) const noexcept {
    return stage.first_level >= 100.0;
  }
  void reset() noexcept {}
  bool operator==(const DropFromHundred&) const = default;
  static void archive(auto&, auto&) {}
};

/// Records its arguments.
struct Note {
  void operator()(std::string& notes, const Stage& stage) {
    notes += "stage " + std::to_string(stage.index) + " after " +
             std::to_string(stage.observations) + "; ";
  }
  void reset() noexcept {}
  bool operator==(const Note&) const = default;
  static void archive(auto&, auto&) {}
};

using ByHand = Scheduler<LatestValue, PlateauBelowOne, DropFromHundred, Note>;

ByHand by_hand(std::int64_t nonfinite_limit = 0) {
  return ByHand{{}, {}, {}, {}, {.nonfinite_limit = nonfinite_limit}};
}

}  // namespace

TEST_CASE("no plateau: hold; plateau after a drop: decay; plateau without a drop: stop") {
  ByHand scheduler = by_hand();
  CHECK(scheduler.observe(100.0) == Decision::hold);
  CHECK(scheduler.observe(50.0) == Decision::hold);
  CHECK(scheduler.observe(0.5) == Decision::decay);
  CHECK(scheduler.observe(99.0) == Decision::hold);
  CHECK(scheduler.observe(0.25) == Decision::stop);
}

TEST_CASE("a stage can have one observation") {
  AllOf every{EveryInterval{1}};
  Scheduler scheduler{LatestValue{}, every, StageLimit{4}, Note{}};
  CHECK(decisions(scheduler, {1, 1, 1, 1, 1}) == "dddss");
}

TEST_CASE("after a stop every answer is stop, and nothing changes") {
  ByHand scheduler = by_hand(1);
  CHECK(decisions(scheduler, {2, 0}) == ".s");
  const ByHand stopped = scheduler;
  for (const double loss : {1000.0, 0.0, not_finite, infinity}) {
    CHECK(scheduler.observe(loss) == Decision::stop);
    CHECK(scheduler == stopped);
  }
  CHECK(scheduler.nonfinite_losses() == 0);
}

TEST_CASE("a stage has its number of observations and its levels") {
  ByHand scheduler = by_hand();
  CHECK(scheduler.stage() == Stage{});
  CHECK(scheduler.previous_stage() == Stage{});
  decisions(scheduler, {100, 7});
  CHECK(scheduler.stage() ==
        Stage{.index = 1, .observations = 2, .first_level = 100.0, .level = 7.0});
  CHECK(scheduler.previous_stage() == Stage{});

  CHECK(scheduler.observe(0.5) == Decision::decay);
  CHECK(scheduler.stage() == Stage{.index = 2, .previous_level = 0.5});
  CHECK(scheduler.previous_stage() ==
        Stage{.index = 1, .observations = 3, .first_level = 100.0, .level = 0.5});

  (void)scheduler.observe(30.0);
  CHECK(scheduler.stage() == Stage{.index = 2,
                                   .observations = 1,
                                   .first_level = 30.0,
                                   .level = 30.0,
                                   .previous_level = 0.5});
  CHECK(scheduler.observe(0.0) == Decision::stop);
  CHECK(scheduler.stage().index == 2);
  CHECK(scheduler.stage().observations == 2);
  CHECK(scheduler.previous_stage().index == 1);
}

TEST_CASE("the average and the stability criterion restart with each stage") {
  // With β = 1/2, a level that depended on the previous stage could not equal the loss.
  Scheduler scheduler{ExponentialMovingAverage{0.5}, EveryInterval{3}, Unlimited{}, Note{}};
  for (const double first : {8.0, 2.0, 32.0}) {
    CHECK(scheduler.observe(first) == Decision::hold);
    CHECK(scheduler.stage().level == first);
    CHECK(scheduler.stage().first_level == first);
    CHECK(scheduler.observe(1.0) == Decision::hold);
    CHECK(scheduler.observe(1.0) == Decision::decay);
  }
  CHECK(scheduler.stage().index == 4);
}

TEST_CASE("a window never spans two stages") {
  Scheduler scheduler{LatestValue{}, RelativeRange{{.window = 3}}, Unlimited{}, Note{}};
  CHECK(decisions(scheduler, {1, 1, 1, 1, 1, 1, 1, 1, 1}) == "..d..d..d");
}

TEST_CASE("a policy with begin_stage can keep state across stages") {
  Scheduler scheduler{LatestValue{}, AtMilestones{2, 3, 6}, Unlimited{}, Note{}};
  CHECK(decisions(scheduler, {1, 1, 1, 1, 1, 1, 1, 1}) == ".dd..d..");
  scheduler.reset();
  CHECK(decisions(scheduler, {1, 1, 1, 1, 1, 1, 1, 1}) == ".dd..d..");
}

TEST_CASE("a non-finite loss is counted and otherwise ignored") {
  for (const double bad :
       {not_finite, infinity, -infinity, std::numeric_limits<double>::signaling_NaN()}) {
    ByHand clean = by_hand(), scheduler = by_hand();
    decisions(clean, {100, 7});
    CHECK(decisions(scheduler, {bad, 100, bad, bad, 7}) == ".....");
    CHECK(scheduler.nonfinite_losses() == 3);
    CHECK(scheduler.stage() == clean.stage());
    CHECK(scheduler.stability() == clean.stability());
    CHECK(scheduler.evidence() == clean.evidence());
    CHECK(scheduler.observe(0.5) == Decision::decay);
  }
}

TEST_CASE("the limit of consecutive non-finite losses stops the training") {
  ByHand scheduler = by_hand(3);
  CHECK(decisions(scheduler, {100, not_finite, infinity}) == "...");
  CHECK(scheduler.evidence().consecutive_nonfinite == 2);
  CHECK(scheduler.observe(5.0) == Decision::hold);  // a finite loss restarts the count
  CHECK(scheduler.evidence().consecutive_nonfinite == 0);
  CHECK(decisions(scheduler, {not_finite, not_finite, not_finite, 5.0}) == "..ss");
  CHECK(scheduler.nonfinite_losses() == 5);
  CHECK(scheduler.evidence().decision == Decision::stop);
  CHECK(scheduler.evidence().consecutive_nonfinite == 3);
  CHECK(scheduler.stage().observations == 2);
}

TEST_CASE("a limit of 1 stops at the first non-finite loss, a limit of 0 never") {
  ByHand strict = by_hand(1), patient = by_hand();
  CHECK(strict.observe(not_finite) == Decision::stop);
  for (int i = 0; i < 10000; ++i) CHECK(patient.observe(not_finite) == Decision::hold);
  CHECK(patient.nonfinite_losses() == 10000);
  CHECK(patient.observe(100.0) == Decision::hold);
}

TEST_CASE("a non-finite loss right after a decay neither repeats nor undoes the decay") {
  ByHand scheduler = by_hand();
  CHECK(decisions(scheduler, {100, 0.5, not_finite, 99, 0.5}) == ".d..s");

  ByHand stopping = by_hand(2);
  CHECK(decisions(stopping, {100, 0.5, not_finite, not_finite, 99}) == ".d.ss");
  CHECK(stopping.stage().index == 2);
  CHECK(stopping.stage().observations == 0);
  CHECK(stopping.stability().updates == 0);  // it stopped in the new stage
}

TEST_CASE("a negative limit of non-finite losses is rejected") {
  CHECK(test::message<std::invalid_argument>([] { by_hand(-1); }) ==
        "Scheduler: nonfinite_limit must be at least 0 observations, got -1");
}

TEST_CASE("step applies the action only at a decay, with the stage that begins") {
  ByHand scheduler = by_hand();
  std::string notes;
  CHECK(scheduler.step(notes, 100.0) == Decision::hold);
  CHECK(scheduler.step(notes, not_finite) == Decision::hold);
  CHECK(notes.empty());
  CHECK(scheduler.step(notes, 0.5) == Decision::decay);
  CHECK(notes == "stage 2 after 0; ");
  CHECK(scheduler.step(notes, not_finite) == Decision::hold);
  CHECK(scheduler.step(notes, 100.0) == Decision::hold);
  CHECK(scheduler.step(notes, 0.5) == Decision::decay);
  CHECK(scheduler.step(notes, 5.0) == Decision::hold);
  CHECK(scheduler.step(notes, 0.5) == Decision::stop);
  CHECK(scheduler.step(notes, 0.5) == Decision::stop);
  CHECK(notes == "stage 2 after 0; stage 3 after 0; ");
}

TEST_CASE("step makes the same decisions as observe") {
  const Scheduler fresh{ExponentialMovingAverage{0.5},
                        RelativeRange{{.window = 3, .tolerance = 0.1}}, RelativeDrop{},
                        ScaleLearningRate{{.factor = 0.5}}};
  auto stepping = fresh, observing = fresh;
  LearningRate rate{1.0};
  for (const double loss : test::noisy_descent(200)) {
    CHECK(stepping.step(rate, loss) == observing.observe(loss));
    CHECK(stepping == observing);
  }
  CHECK(stepping.stage().index > 1);
}

namespace {
struct Throwing {
  void operator()(LearningRate&, const Stage&) { throw std::runtime_error("no"); }
  void reset() noexcept {}
  bool operator==(const Throwing&) const = default;
  static void archive(auto&, auto&) {}
};
}  // namespace

TEST_CASE("exceptions from the optimizer propagate, and the decision stands") {
  Scheduler scheduler{LatestValue{}, EveryInterval{2}, Unlimited{}, Throwing{}};
  LearningRate rate{1.0};
  CHECK(scheduler.step(rate, 1.0) == Decision::hold);
  CHECK_THROWS_AS((void)scheduler.step(rate, 1.0), std::runtime_error);
  CHECK(scheduler.stage().index == 2);
  CHECK(scheduler.step(rate, 1.0) == Decision::hold);
}

TEST_CASE("the untrained loss is the previous level of stage 1") {
  ByHand scheduler = by_hand();
  scheduler.begin(7.0);
  CHECK(scheduler.stage() == Stage{.previous_level = 7.0});
  scheduler.begin(not_finite);
  scheduler.begin(infinity);
  CHECK(scheduler.stage() == Stage{.previous_level = 7.0});
  CHECK(scheduler.observe(100.0) == Decision::hold);
  scheduler.begin(8.0);  // too late
  CHECK(scheduler.stage().previous_level == 7.0);
  CHECK(scheduler.observe(0.5) == Decision::decay);
  scheduler.begin(8.0);
  CHECK(scheduler.stage().previous_level == 0.5);
  scheduler.reset();
  CHECK(scheduler == by_hand());
}

TEST_CASE("step stops instead of decaying if the action can change nothing") {
  Scheduler scheduler{LatestValue{}, EveryInterval{2}, Unlimited{},
                      ScaleLearningRate{{.factor = 0.5, .floor = 0.25}}};
  LearningRate rate{0.5};
  CHECK(scheduler.step(rate, 3.0) == Decision::hold);
  CHECK(scheduler.step(rate, 3.0) == Decision::decay);
  CHECK(rate.value == 0.25);
  CHECK_FALSE(scheduler.evidence().exhausted);
  CHECK(scheduler.step(rate, 2.0) == Decision::hold);
  auto observing = scheduler;
  CHECK(scheduler.step(rate, 1.0) == Decision::stop);
  CHECK(rate.value == 0.25);
  CHECK(
      scheduler.stage() ==
      Stage{
          .index = 2, .observations = 2, .first_level = 2.0, .level = 1.0, .previous_level = 3.0});
  CHECK(scheduler.previous_stage().index == 1);
  CHECK(printed(scheduler.evidence()) ==
        "stop after 2 observations of stage 2: count 2 = 2, nothing left to change");
  CHECK(scheduler.step(rate, 1.0) == Decision::stop);
  CHECK(observing.observe(1.0) == Decision::decay);  // observe() has no optimizer

  scheduler.begin_stage();
  CHECK(scheduler.stage().index == 3);
  CHECK_FALSE(scheduler.evidence().exhausted);
  rate.value = 8.0;
  CHECK(scheduler.step(rate, 1.0) == Decision::hold);
  CHECK(scheduler.step(rate, 1.0) == Decision::decay);
  CHECK(rate.value == 4.0);
}

TEST_CASE("a batch at its limit and the end of a rate sequence stop the training") {
  int batch = 8;
  Scheduler growing{LatestValue{}, EveryInterval{1}, Unlimited{},
                    GrowBatchSize{{.factor = 4.0, .limit = 64}}};
  CHECK(growing.step(batch) == Decision::decay);
  CHECK(growing.step(batch) == Decision::decay);
  CHECK(batch == 64);
  CHECK(growing.step(batch) == Decision::stop);

  LearningRate rate{0.5};
  Scheduler given{LatestValue{}, EveryInterval{1}, Unlimited{}, LearningRateSequence{0.5, 0.25}};
  CHECK(given.step(rate) == Decision::decay);
  CHECK(given.step(rate) == Decision::stop);

  // The stages continue as long as one of several actions changes something.
  LearningRate other{1.0};
  Scheduler both{LatestValue{}, EveryInterval{1}, Unlimited{},
                 Sequence{ScaleLearningRate{{.factor = 0.5, .floor = 0.5}},
                          ScaleLearningRate{{.factor = 0.5, .floor = 0.25}}}};
  CHECK(both.step(other) == Decision::decay);
  CHECK(other.value == 0.25);
  CHECK(both.step(other) == Decision::stop);
}

TEST_CASE("count-only criteria need no loss") {
  Scheduler scheduler{LatestValue{}, EveryInterval{2}, StageLimit{2}, ScaleLearningRate{}};
  LearningRate rate{1.0};
  CHECK(scheduler.observe() == Decision::hold);
  CHECK(scheduler.step(rate) == Decision::decay);
  CHECK(rate.value == 0.1);
  CHECK(scheduler.stage().level == 0.0);
  CHECK(scheduler.step(rate) == Decision::hold);
  CHECK(scheduler.step(rate) == Decision::stop);
  CHECK(rate.value == 0.1);
}

TEST_CASE("the caller can begin a stage") {
  ByHand scheduler = by_hand();
  scheduler.begin_stage();
  CHECK(scheduler == by_hand());  // a stage without observations has already begun

  decisions(scheduler, {100, 60});
  scheduler.begin_stage();
  CHECK(scheduler.stage() == Stage{.index = 2, .previous_level = 60.0});
  CHECK(scheduler.previous_stage().observations == 2);
  CHECK(scheduler.stability().updates == 0);
  CHECK(decisions(scheduler, {5, 0.5}) == ".s");

  scheduler.begin_stage();  // also after a stop
  CHECK(scheduler.stage() == Stage{.index = 3, .previous_level = 0.5});
  CHECK(decisions(scheduler, {100, 0.5}) == ".d");

  const ByHand decayed = scheduler;
  scheduler.begin_stage();
  CHECK(scheduler == decayed);
  CHECK(decisions(scheduler, {100, 0.5}) == ".d");
}

TEST_CASE("a stage that began after a non-finite stop is not begun twice") {
  struct Begins {
    int stages = 0;
    bool update(double level) noexcept { return level < 1.0; }
    void begin_stage() noexcept { ++stages; }
    void reset() noexcept { stages = 0; }
    bool operator==(const Begins&) const = default;
  };
  Scheduler scheduler{LatestValue{}, Begins{}, Unlimited{}, Note{}, {.nonfinite_limit = 1}};
  CHECK(decisions(scheduler, {5, 0.5, not_finite}) == ".ds");
  scheduler.begin_stage();
  CHECK(scheduler.stage().index == 2);
  CHECK(scheduler.stability().stages == 1);
  CHECK(decisions(scheduler, {5, 0.5}) == ".d");
}

TEST_CASE("reset restores the initial state from any state") {
  for (const auto& losses : {std::vector<double>{},
                             {100},
                             {not_finite},
                             {100, 0.5},
                             {100, 0.5, not_finite},
                             {1, 0.5},
                             {not_finite, not_finite}}) {
    ByHand scheduler = by_hand(2);
    decisions(scheduler, losses);
    scheduler.reset();
    CHECK(scheduler == by_hand(2));
    CHECK(scheduler.nonfinite_losses() == 0);
    CHECK(decisions(scheduler, {100, 0.5, 1, 0.5}) == ".d.s");
  }
}

namespace {
/// Counts the calls to its functions, as any of the four policies.
template <typename Base>
struct Counted : Base {
  void reset() noexcept { ++resets; }
  void begin_stage() noexcept { ++stages; }
  bool operator==(const Counted&) const = default;

  int resets = 0, stages = 0;
};
}  // namespace

TEST_CASE("reset and begin_stage reach all four policies") {
  Scheduler scheduler{Counted<LatestValue>{}, Counted<PlateauBelowOne>{},
                      Counted<DropFromHundred>{}, Counted<Note>{}};
  decisions(scheduler, {100, 0.5, 100, 0.5, 100});
  CHECK(scheduler.average().stages == 2);
  CHECK(scheduler.stability().stages == 2);
  CHECK(scheduler.drop().stages == 2);
  CHECK(scheduler.action().stages == 2);
  CHECK(scheduler.average().resets + scheduler.stability().resets + scheduler.drop().resets +
            scheduler.action().resets ==
        0);
  scheduler.reset();
  CHECK(scheduler.average().resets == 1);
  CHECK(scheduler.stability().resets == 1);
  CHECK(scheduler.drop().resets == 1);
  CHECK(scheduler.action().resets == 1);
}

TEST_CASE("begin_stage reaches nested policies") {
  Scheduler scheduler{LatestValue{}, AnyOf{Counted<PlateauBelowOne>{}},
                      AllOf{Counted<DropFromHundred>{}},
                      Sequence{Note{}, Sequence{Counted<Note>{}}}};
  CHECK(decisions(scheduler, {100, 0.5, 100, 0.5, 100}) == ".d.d.");
  Sequence once{Note{}, Sequence{Counted<Note>{}}};
  once.begin_stage();
  Sequence twice = once;
  twice.begin_stage();
  CHECK_FALSE(scheduler.action() == once);
  CHECK(scheduler.action() == twice);
}

TEST_CASE("schedulers differ by options, policies and state") {
  CHECK_FALSE(by_hand(1) == by_hand(2));
  ByHand a = by_hand(), b = by_hand();
  (void)a.observe(100.0);
  CHECK_FALSE(a == b);
  (void)b.observe(100.0);
  CHECK(a == b);
  (void)b.observe(not_finite);
  CHECK_FALSE(a == b);
}

TEST_CASE("the policies can be inspected") {
  Scheduler scheduler{ExponentialMovingAverage{0.5}, EveryInterval{7}, StageLimit{3},
                      ScaleLearningRate{{.factor = 0.25}}};
  CHECK(scheduler.average().beta() == 0.5);
  CHECK(scheduler.stability().interval() == 7);
  CHECK(scheduler.drop().stages() == 3);
  CHECK(scheduler.action().options().factor == 0.25);
}

TEST_CASE("the evidence of a stage without observations has no measurements") {
  Scheduler scheduler{LatestValue{}, EveryInterval{2}, Unlimited{}, Note{}, {.nonfinite_limit = 1}};
  CHECK(scheduler.evidence() == Evidence{Decision::hold, Stage{}, {}, {}, 0});
  decisions(scheduler, {1, 1, not_finite});
  CHECK(printed(scheduler.evidence()) == "stop after 0 observations of stage 2: 1 non-finite loss");
}

TEST_CASE("the evidence belongs to the stage of the latest observation") {
  Scheduler scheduler{LatestValue{},
                      RelativeRange{{.window = 2, .tolerance = 0.25, .epsilon = 0.0}},
                      RelativeDrop{{.ratio = 0.5, .epsilon = 0.0}}, ScaleLearningRate{}};
  scheduler.begin(16.0);
  (void)scheduler.observe(16.0);
  CHECK(printed(scheduler.evidence()) ==
        "hold after 1 observation of stage 1: 1 of 2 observations");
  (void)scheduler.observe(8.0);
  CHECK(printed(scheduler.evidence()) == "hold after 2 observations of stage 1: spread 1 >= 0.25");
  CHECK(scheduler.observe(8.0) == Decision::decay);
  CHECK(scheduler.evidence() ==
        Evidence{Decision::decay, scheduler.previous_stage(),
                 Measurement{autodecay::quantities::spread, 0.0, autodecay::Relation::less, 0.25},
                 Measurement{autodecay::quantities::drop_from_untrained, 0.5,
                             autodecay::Relation::at_most, 0.5},
                 0});
  CHECK(printed(scheduler.evidence()) ==
        "decay after 3 observations of stage 1: spread 0 < 0.25, loss at 0.5 of the untrained "
        "model's <= 0.5");

  (void)scheduler.observe(8.0);
  CHECK(scheduler.evidence().stage == scheduler.stage());
  (void)scheduler.observe(not_finite);
  CHECK(printed(scheduler.evidence()) ==
        "hold after 1 observation of stage 2: 1 of 2 observations; since then 1 non-finite loss");
  CHECK(scheduler.observe(7.0) == Decision::stop);
  CHECK(printed(scheduler.evidence()) ==
        "stop after 2 observations of stage 2: spread 0.142857 < 0.25, "
        "loss at 0.875 of the previous stage's end > 0.5");
}

TEST_CASE("the drop can be measured from the end of the previous stage") {
  Scheduler scheduler{
      LatestValue{}, EveryInterval{1},
      RelativeDrop{{.ratio = 0.5, .epsilon = 0.0, .reference = DropReference::previous_level}},
      ScaleLearningRate{}};
  CHECK(scheduler.observe(8.0) == Decision::decay);  // stage 1 has no previous stage
  CHECK(scheduler.observe(4.0) == Decision::decay);
  CHECK(printed(scheduler.evidence()) ==
        "decay after 1 observation of stage 2: count 1 = 1, "
        "loss at 0.5 of the previous stage's end <= 0.5");
  CHECK(scheduler.observe(3.0) == Decision::stop);
}

namespace {

using Paper = Scheduler<ExponentialMovingAverage, RelativeRange, RelativeDrop, ScaleLearningRate>;
using Clock = Scheduler<LatestValue, EveryInterval, StageLimit, ScaleLearningRate>;

// Class template argument deduction, as in the class comment.
static_assert(std::is_same_v<decltype(Scheduler{ExponentialMovingAverage{0.9}, RelativeRange{},
                                                RelativeDrop{}, ScaleLearningRate{}}),
                             Paper>);
static_assert(std::is_same_v<decltype(Scheduler{LatestValue{},
                                                EveryInterval{3},
                                                StageLimit{2},
                                                ScaleLearningRate{},
                                                {.nonfinite_limit = 3}}),
                             Clock>);

static_assert(noexcept(std::declval<Paper&>().observe(0.0)));
static_assert(noexcept(std::declval<Clock&>().observe()));
static_assert(noexcept(std::declval<Paper&>().reset()));
static_assert(noexcept(std::declval<Paper&>().begin_stage()));
static_assert(noexcept(std::declval<const Paper&>().evidence()));

template <typename S>
concept ObservesNothing = requires(S scheduler) {
  scheduler.observe();
};
static_assert(ObservesNothing<Clock> && !ObservesNothing<Paper>);
static_assert(!ObservesNothing<Scheduler<LatestValue, EveryInterval, RelativeDrop, Note>>);

// A value without a vtable, with its policies and a few counts.
static_assert(!std::is_polymorphic_v<Paper> && std::is_nothrow_move_constructible_v<Paper>);
static_assert(std::is_trivially_copyable_v<Clock>);
static_assert(sizeof(Paper) <= sizeof(ExponentialMovingAverage) + sizeof(RelativeRange) +
                                   sizeof(RelativeDrop) + sizeof(ScaleLearningRate) +
                                   2 * sizeof(Stage) + 4 * sizeof(std::int64_t));

}  // namespace

TEST_CASE("after a stop by non-finite losses, begin_stage continues and restarts the count") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  SUBCASE("in a stage without observations") {
    AutoDecay scheduler({}, {.nonfinite_limit = 1});
    CHECK(scheduler.observe(nan) == Decision::stop);
    scheduler.begin_stage();
    CHECK(scheduler.stage().index == 1);
    CHECK(scheduler.observe(1.0) == Decision::hold);
  }
  SUBCASE("in a stage with observations") {
    AutoDecay scheduler({}, {.nonfinite_limit = 2});
    (void)scheduler.observe(1.0);
    (void)scheduler.observe(nan);
    CHECK(scheduler.observe(nan) == Decision::stop);
    scheduler.begin_stage();
    CHECK(scheduler.stage().index == 2);
    CHECK(scheduler.observe(nan) == Decision::hold);
    CHECK(scheduler.observe(nan) == Decision::stop);
  }
}
