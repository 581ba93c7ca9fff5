#include "runtime/pointing.hpp"
#include "support/message.hpp"

#include <limits>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/average/latest_value.hpp>
#include <autodecay/drop/unlimited.hpp>
#include <autodecay/runtime/grammar.hpp>
#include <autodecay/stability/every_interval.hpp>
#include <autodecay/stability/min_stage_length.hpp>
#include <autodecay/stability/no_improvement.hpp>

using namespace autodecay;
using namespace autodecay::runtime;

namespace {

/// A program's own choice of policies.
Registry small_registry() {
  return Registry()
      .add<LatestValue>({"raw", "LatestValue", "no smoothing"})
      .add<EveryInterval>({"each", "EveryInterval", "a fixed number", "raw", "always"})
      .add<NoImprovement>({"patience", "NoImprovement", "no improvement", "raw", "always"})
      .add<Unlimited>({"always", "Unlimited", "every stage earns another one"})
      .add<ScaleLearningRate>({"scale", "ScaleLearningRate", "multiplies the rates"});
}

std::string parse_error(std::string_view text) {
  return test::message<GrammarError>([&] { (void)parse(text, small_registry()); });
}

}  // namespace

TEST_CASE("a text names the policies of the registry that it is read with") {
  const Registry registry = small_registry();
  const AnyScheduler scheduler = parse("each(3) | scale(0.5)", registry);
  CHECK(save(scheduler) == save(Scheduler{LatestValue{}, EveryInterval{3}, Unlimited{},
                                          ScaleLearningRate{{.factor = 0.5}}}));
  CHECK(to_text(scheduler, registry) == "raw | each(interval=3) | always | scale(factor=0.5)");
  CHECK(to_cpp(scheduler, registry) ==
        "Scheduler{LatestValue{}, EveryInterval({.interval = 3}), Unlimited{}, "
        "ScaleLearningRate({.factor = 0.5})}");
}

TEST_CASE("an error names the policies of this registry alone") {
  CHECK(parse_error("raw | range | always") ==
        test::pointing("there is no policy 'range'; expected one of these\n"
                       "  stability criterion: each or patience\n"
                       "  drop criterion: always\n"
                       "  action: scale",
                       "raw | range | always", 6));
}

TEST_CASE("a registry without the default policy of a place needs one in the text") {
  CHECK(parse_error("raw") ==
        test::pointing("the text names no stability criterion, and the default 'range' is not in "
                       "the registry",
                       "raw", 3));
  const Registry registry = small_registry().add<MinStageLength>(
      {"longer", "MinStageLength", "a minimum length", "raw", "drop"});
  CHECK(test::message<GrammarError>([&] { (void)parse("longer(3)", registry); }) ==
        test::pointing("the text names no drop criterion, and the default 'drop' is not in the "
                       "registry",
                       "longer(3)", 9));
}

TEST_CASE("the policies of a text can be taken without a scheduler") {
  const Registry registry = small_registry();
  const Policies policies = parse_policies("patience(7)", registry);
  const NoImprovement* const criterion = policies.stability.get_if<NoImprovement>();
  REQUIRE(criterion != nullptr);
  CHECK(criterion->options().patience == 7);
  CHECK(registry.parts_of(policies, false) == "raw | patience(patience=7) | always | scale");
}

TEST_CASE("the scheduler's own options are given beside the text") {
  AnyScheduler scheduler = parse("each(30)", small_registry(), {.nonfinite_limit = 2});
  const double infinite = std::numeric_limits<double>::infinity();
  CHECK(scheduler.observe(infinite) == Decision::hold);
  CHECK(scheduler.observe(infinite) == Decision::stop);
}
