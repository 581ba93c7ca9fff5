#include "policies.hpp"

#include "criteria.hpp"
#include "support/message.hpp"

#include <set>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

using namespace autodecay;
using namespace replay_tool;

namespace {

Policies parse(const std::string& stability) { return parse_policies({.stability = stability}); }

std::string error(const std::string& stability) {
  return test::message<UsageError>([&] { (void)parse(stability); });
}

}  // namespace

TEST_CASE("options are given by position, by name, or first by position and then by name") {
  const Stability all = RelativeRange({.window = 7, .tolerance = 0.02, .epsilon = 1e-12});
  CHECK(parse("range:7,0.02").stability == all);
  CHECK(parse("range:tolerance=0.02,window=7").stability == all);
  CHECK(parse("range:7,tolerance=0.02").stability == all);
  CHECK(parse("range").stability == Stability(RelativeRange()));
  CHECK(parse("range:8").stability == Stability(RelativeRange({.window = 8})));
  CHECK_FALSE(parse("range:8").stability == Stability(RelativeRange()));
  CHECK_FALSE(parse("range").stability == Stability(NoImprovement()));
}

TEST_CASE("each criterion takes its options by name") {
  CHECK(parse("patience:patience=3,relative_margin=0.1,absolute_margin=0.2").stability ==
        Stability(NoImprovement({.patience = 3, .relative_margin = 0.1, .absolute_margin = 0.2})));
  CHECK(parse("remaining_improvement:share=0.3,tolerance=0.1").stability ==
        Stability(RemainingImprovement({.share = 0.3, .tolerance = 0.1})));
  CHECK(parse("improvement_test:tolerance=0.1,lookahead=30,significance=0.2").stability ==
        Stability(ImprovementTest({.tolerance = 0.1, .lookahead = 30, .significance = 0.2})));
  CHECK(parse("every:12").stability == Stability(EveryInterval(12)));
  CHECK(parse("pytorch:patience=3,relative_margin=0.1,absolute_margin=0.2,cooldown=4").stability ==
        Stability(compat::PyTorchPlateau(
            {.patience = 3, .relative_margin = 0.1, .absolute_margin = 0.2, .cooldown = 4})));
  CHECK(parse("keras:patience=3,absolute_margin=0.2,cooldown=4").stability ==
        Stability(compat::KerasPlateau({.patience = 3, .absolute_margin = 0.2, .cooldown = 4})));
  CHECK(parse("optax:patience=3,relative_margin=0.1,absolute_margin=0.2,cooldown=4,interval=5")
            .stability == Stability(compat::OptaxPlateau({.patience = 3,
                                                          .relative_margin = 0.1,
                                                          .absolute_margin = 0.2,
                                                          .cooldown = 4,
                                                          .interval = 5})));
  CHECK(parse("dlib:window=30,probability=0.6,discard=0.2").stability ==
        Stability(compat::DlibPlateau({.window = 30, .probability = 0.6, .discard = 0.2})));
}

TEST_CASE("the list shows the options of each criterion and their defaults") {
  std::ostringstream list;
  print_list(list);
  std::set<std::string_view> names;
  for (const Criterion& criterion : criteria()) {
    CAPTURE(criterion.name);
    CHECK(names.insert(criterion.name).second);
    Arguments none("");
    const Stability by_default = criterion.make(none, 1e-12);
    CHECK(list.str().find("\n  " + std::string(criterion.name) + ' ') != std::string::npos);
    CHECK(list.str().find(' ' + none.description() + '\n') != std::string::npos);
    CHECK(parse(std::string(criterion.name) + ':' + none.description()).stability == by_default);
  }
}

TEST_CASE("each criterion has a default average and drop criterion") {
  const Policies ours = parse("patience:3");
  CHECK(ours.average == Average(ExponentialMovingAverage(0.9)));
  CHECK(ours.drop == Drop(RelativeDrop()));
  CHECK(ours.text == "ema:0.9, patience:3, ratio:0.95, epsilon 1e-12");
  CHECK(parse("remaining_improvement").average == Average(LatestValue()));
  CHECK(parse("remaining_improvement").drop == Drop(RelativeDrop()));
  const Policies peer = parse("keras:3");
  CHECK(peer.average == Average(LatestValue()));
  CHECK(peer.drop == Drop(Unlimited()));
  CHECK(peer.text == "none, keras:3, unlimited, epsilon 1e-12");
  const Policies chosen =
      parse_policies({.average = "mean:4", .stability = "keras", .drop = "stages:2"});
  CHECK(chosen.average == Average(SimpleMovingAverage(4)));
  CHECK(chosen.drop == Drop(StageLimit(2)));
}

TEST_CASE("epsilon applies to all policies that do not set their own") {
  const Policies policies =
      parse_policies({.stability = "range:epsilon=3", .drop = "ratio:0.5", .epsilon = "2"});
  CHECK(policies.stability == Stability(RelativeRange({.epsilon = 3.0})));
  CHECK(policies.drop == Drop(RelativeDrop({.ratio = 0.5, .epsilon = 2.0})));
  CHECK(parse_policies({.drop = "ratio:reference=previous_level"}).drop ==
        Drop(RelativeDrop({.reference = DropReference::previous_level})));
}

TEST_CASE("errors list the valid choices") {
  CHECK(error("range:window=x") == "--stability range: window must be a whole number, got \"x\"");
  CHECK(error("range:5,0.1,0,7") ==
        "--stability range: an option too many, \"7\"; there are window=5,tolerance=0.1,epsilon=0");
  CHECK(error("range:size=5") ==
        "--stability range: no option size; there are window=5,tolerance=0.01,epsilon=1e-12");
  CHECK(error("range:5,window=6") == "--stability range: option window is given twice");
  CHECK(error("range:window=5,0.1") ==
        "--stability range: expected name=value after an option by name, got \"0.1\"");
  CHECK(error("range:5,") == "--stability range: an option is missing beside a comma");
  CHECK(error("range:=5") == "--stability range: an option has no name: \"=5\"");
  CHECK(error("range:") == "--stability range: nothing follows the colon");
  CHECK(error("keras:patience=0") ==
        "--stability keras: KerasPlateau: patience must be at least 1 observation, got 0");
  CHECK(test::message<UsageError>([] { (void)parse_policies({.drop = "ratio:reference=best"}); }) ==
        "--drop ratio: reference must be first_level or previous_level, got \"best\"");
}
