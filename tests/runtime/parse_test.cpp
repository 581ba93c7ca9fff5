#include "runtime/pointing.hpp"
#include "support/message.hpp"

#include <limits>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>
#include <autodecay/runtime/parse.hpp>

using namespace autodecay;
using namespace autodecay::runtime;
using test::pointing;

namespace {

std::string parse_error(std::string_view text) {
  return test::message<GrammarError>([&] { (void)parse(text); });
}

template <typename A, typename S, typename D, typename X>
void check_cpp(std::string_view text, const Scheduler<A, S, D, X>& scheduler,
               std::string_view code) {
  CAPTURE(text);
  const AnyScheduler parsed = parse(text);
  CHECK(save(parsed) == save(scheduler));
  CHECK(to_cpp(parsed) == code);
  CHECK(save(parse(to_text(parsed))) == save(scheduler));
}

}  // namespace

// The text makes the scheduler that the C++ expression makes, and to_cpp() gives the expression.
#define CHECK_CPP(text, ...) check_cpp(text, __VA_ARGS__, #__VA_ARGS__)

TEST_CASE("a text makes the scheduler of its parts") {
  // clang-format off
  CHECK_CPP("ema(0.8) | range(window=7) | drop(0.9) | scale(0.2)", Scheduler{ExponentialMovingAverage({.beta = 0.8}), RelativeRange({.window = 7}), RelativeDrop({.ratio = 0.9}), ScaleLearningRate({.factor = 0.2})});
  CHECK_CPP("auto", AutoDecay{});
  CHECK_CPP("auto(window=10, epsilon=0.01, stages=unlimited)", AutoDecay({.window = 10, .epsilon = 0.01, .stages = StageLimit::unlimited}));
  CHECK_CPP("ema | range | all(stages(2), drop) | scale(0.5)", AutoDecay({.factor = 0.5, .stages = 2}));
  CHECK_CPP("ema | range | all(drop, stages(4)) | scale", Scheduler{ExponentialMovingAverage{}, RelativeRange{}, AllOf{RelativeDrop{}, StageLimit({.stages = 4})}, ScaleLearningRate{}});
  CHECK_CPP("ema | range(epsilon=0.01) | all(stages(4), drop) | scale", Scheduler{ExponentialMovingAverage{}, RelativeRange({.epsilon = 0.01}), AllOf{StageLimit({.stages = 4}), RelativeDrop{}}, ScaleLearningRate{}});
  CHECK_CPP("step", StepDecay{});
  CHECK_CPP("step(10, stages=3)", StepDecay({.interval = 10, .stages = 3}));
  CHECK_CPP("every(10) | stages(unlimited)", StepDecay({.interval = 10}));
  CHECK_CPP("stages(unlimited)", Scheduler{ExponentialMovingAverage{}, RelativeRange{}, StageLimit({.stages = StageLimit::unlimited}), ScaleLearningRate{}});
  CHECK_CPP("planned(length=100, half_life=0.01)", AutoDecay({.beta = 0.5, .window = 15, .tolerance = 0.047}));
  CHECK_CPP("mean(3)", Scheduler{SimpleMovingAverage({.window = 3}), RelativeRange{}, RelativeDrop{}, ScaleLearningRate{}});
  CHECK_CPP("marginal_improvement(50)", Scheduler{LatestValue{}, MarginalImprovement({.plan = 50}), RelativeDrop{}, ScaleLearningRate{}});
  CHECK_CPP("remaining_improvement(0.5)", Scheduler{LatestValue{}, RemainingImprovement({.share = 0.5}), RelativeDrop{}, ScaleLearningRate{}});
  CHECK_CPP("patience", ReduceOnPlateau{});
  CHECK_CPP("patience(5) | scale(0.5)", ReduceOnPlateau({.patience = 5, .factor = 0.5}));
  CHECK_CPP("stages(3)", Scheduler{ExponentialMovingAverage{}, RelativeRange{}, StageLimit({.stages = 3}), ScaleLearningRate{}});
  CHECK_CPP("grow", Scheduler{ExponentialMovingAverage{}, RelativeRange{}, RelativeDrop{}, GrowBatchSize{}});
  CHECK_CPP("at(30, 60)", Scheduler{LatestValue{}, AtMilestones{30, 60}, Unlimited{}, ScaleLearningRate{}});
  CHECK_CPP("at", Scheduler{LatestValue{}, AtMilestones{}, Unlimited{}, ScaleLearningRate{}});
  CHECK_CPP("every(10) | rates(0.1, 0.02)", Scheduler{LatestValue{}, EveryInterval({.interval = 10}), Unlimited{}, LearningRateSequence{0.1, 0.02}});
  CHECK_CPP("auto(window=10) | all(drop, stages(3))", Scheduler{ExponentialMovingAverage{}, RelativeRange({.window = 10}), AllOf{RelativeDrop{}, StageLimit({.stages = 3})}, ScaleLearningRate{}});
  CHECK_CPP("every(9) | stages(1) | sequence(warm_up(6, 4), scale(0.5), tail(0.25, cosine))", Scheduler{LatestValue{}, EveryInterval({.interval = 9}), StageLimit({.stages = 1}), Sequence{WarmUp({.observations = 6, .factor = 4}), ScaleLearningRate({.factor = 0.5}), Tail({.share = 0.25, .shape = TailShape::cosine})}});
  CHECK_CPP("all(min_length(9), any(range, every(50))) | sequence(scale, grow(limit=512))", Scheduler{ExponentialMovingAverage{}, AllOf{MinStageLength({.observations = 9}), AnyOf{RelativeRange{}, EveryInterval({.interval = 50})}}, RelativeDrop{}, Sequence{ScaleLearningRate{}, GrowBatchSize({.limit = 512})}});
  CHECK_CPP("auto(reference=first_level, stages=2)", AutoDecay({.reference = DropReference::first_level, .stages = 2}));
  CHECK_CPP("pytorch(5, factor=0.5)", compat::PyTorchScheduler({.patience = 5, .factor = 0.5}));
  CHECK_CPP("keras(cooldown=2)", compat::KerasScheduler({.cooldown = 2}));
  CHECK_CPP("optax", compat::OptaxScheduler{});
  CHECK_CPP("dlib(window=20)", compat::DlibScheduler({.window = 20}));
  CHECK_CPP("dlib_plateau(window=20)", Scheduler{LatestValue{}, compat::DlibPlateau({.window = 20}), Unlimited{}, ScaleLearningRate{}});
  // clang-format on
}

TEST_CASE("an infinite option is C++ code, too") {
  CHECK(to_cpp(parse("drop(inf)")).find(".ratio = std::numeric_limits<double>::infinity()") !=
        std::string::npos);
  CHECK(to_text(parse("drop(inf)")) == "ema | range | drop(ratio=inf) | scale");
}

TEST_CASE("a scheduler's text has all four parts, and the options that are not the default") {
  CHECK(to_text(parse("auto(window=10)")) ==
        "ema | range(window=10) | all(stages(stages=4), drop) | scale");
  CHECK(to_text(parse("step(30)")) ==
        "latest | every(interval=30) | stages(stages=unlimited) | scale");
  CHECK(to_text(parse("any(all(drop, stages(2)))")) ==
        "ema | range | any(all(drop, stages(stages=2))) | scale");
  CHECK(to_text(parse("scale(1, 1e-300)")) == "ema | range | drop | scale(factor=1, floor=1e-300)");
  CHECK(save(parse("stages(unlimited)")) == save(parse("stages(9223372036854775807)")));
}

TEST_CASE("an error shows where the text is wrong, and what was expected") {
  CHECK(parse_error("range(windw=3)") ==
        pointing("range has no option 'windw'; it has window, tolerance, epsilon", "range(windw=3)",
                 6));
  CHECK(parse_error("auto | range(window=1)") ==
        pointing("window must be in [2, 2^24] observations, got 1", "auto | range(window=1)", 20));
  CHECK(parse_error("range(5.5)") ==
        pointing("window must be a whole number, got '5.5'", "range(5.5)", 6));
  CHECK(parse_error("ema(nan)") == pointing("beta must be in [0, 1), got nan", "ema(nan)", 4));
  CHECK(parse_error("ema(0x1)") == pointing("beta must be a number, got '0x1'", "ema(0x1)", 4));
  CHECK(parse_error("drop(reference=last)") ==
        pointing("reference must be one of first_level, previous_level, got 'last'",
                 "drop(reference=last)", 15));
  CHECK(parse_error("range(5, window=3)") ==
        pointing("window is given twice", "range(5, window=3)", 9));
  CHECK(parse_error("range(window=3, 5)") ==
        pointing("expected name=value after name=value", "range(window=3, 5)", 16));
  CHECK(parse_error("ema(0.9, 1)") ==
        pointing("ema has no further option; it has beta", "ema(0.9, 1)", 9));
  CHECK(parse_error("every") == pointing("every needs its option interval", "every", 0));
  CHECK(parse_error("latest(1)") == pointing("latest has no options", "latest(1)", 7));
  CHECK(parse_error("at(5, 3)") ==
        pointing("AtMilestones: each milestone must be at least 1 and greater than the one before, "
                 "got 3",
                 "at(5, 3)", 0));
  CHECK(parse_error("at(first=5)") == pointing("at has no option 'first'", "at(first=5)", 3));
  CHECK(parse_error("all()") ==
        pointing("AllOf: the number of policies must be at least 1, got 0", "all()", 0));
  CHECK(parse_error("all(range, drop)").find("got 'drop'\n  all(range, drop)\n             ^") !=
        std::string::npos);
}

TEST_CASE("the options of the scheduler are no part of the text") {
  AnyScheduler scheduler = parse("patience", {.nonfinite_limit = 2});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(scheduler.observe(nan) == Decision::hold);
  CHECK(scheduler.observe(nan) == Decision::stop);
}

TEST_CASE("a part in the wrong place or of no name is refused") {
  const std::string order =
      "; the order is average | criterion | drop criterion | action, each at most once";
  CHECK(parse_error("drop | ema") == pointing("'ema' is an average" + order, "drop | ema", 7));
  CHECK(parse_error("ema | auto") ==
        pointing("'auto' is a whole pipeline, which comes first" + order, "ema | auto", 6));
  CHECK(parse_error("scale | scale") ==
        pointing("'scale' is an action" + order, "scale | scale", 8));
  CHECK(parse_error("ema | latest") ==
        pointing("'latest' is an average" + order, "ema | latest", 6));
  CHECK(parse_error("range | drop | all(stages(3))") ==
        pointing("'all' is a drop criterion" + order, "range | drop | all(stages(3))", 15));
  CHECK(parse_error("ema | RelativeRange(5)") ==
        pointing("'RelativeRange' is called 'range' here", "ema | RelativeRange(5)", 6));
  CHECK(parse_error("AutoDecay") == pointing("'AutoDecay' is called 'auto' here", "AutoDecay", 0));
  const std::string unknown = parse_error("ema | rnge(5)");
  CHECK(
      unknown.starts_with("there is no policy 'rnge'; expected one of these\n"
                          "  stability criterion: range, patience, "));
  CHECK(unknown.find("average:") == std::string::npos);
  CHECK(unknown.ends_with("\n  ema | rnge(5)\n        ^"));
}

TEST_CASE("options of the scheduler are checked") {
  CHECK(test::message<std::invalid_argument>([] {
          (void)parse("auto", standard_registry(), {.nonfinite_limit = -1});
        }) == "Scheduler: nonfinite_limit must be at least 0 observations, got -1");
}
