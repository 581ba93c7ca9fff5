#include "support/losses.hpp"
#include "support/message.hpp"

#include <cstdint>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>
#include <autodecay/runtime/combined.hpp>

using namespace autodecay;
using namespace autodecay::runtime;

namespace {

/// Checks that both criteria answer, measure and are saved alike at every level.
template <typename Chosen, typename Plain>
void check_alike(Chosen chosen, Plain plain) {
  int stable = 0;
  const auto losses = test::noisy_descent(400);
  for (const double loss : losses) {
    const bool holds = chosen.update(loss);
    REQUIRE(holds == plain.update(loss));
    REQUIRE(chosen.measure() == plain.measure());
    REQUIRE(save(chosen) == save(plain));
    stable += holds ? 1 : 0;
    if (!holds) continue;
    chosen.begin_stage();
    plain.begin_stage();
  }
  CHECK(stable > 0);
  CHECK(stable < static_cast<int>(losses.size()));
}

}  // namespace

TEST_CASE("criteria combined at run time act like the templates") {
  const RelativeRange range{{.window = 4, .tolerance = 0.5}};
  const MinStageLength length(9);
  using All = Several<AnyCriterion, true>;
  using Any = Several<AnyCriterion, false>;
  check_alike(All({length, range}), AllOf{length, range});
  check_alike(All({range}), AllOf{range});
  check_alike(Any({EveryInterval(7), range}), AnyOf{EveryInterval(7), range});
  check_alike(Any({All({length, range}), EveryInterval(50)}),
              AnyOf{AllOf{length, range}, EveryInterval(50)});
}

TEST_CASE("drop criteria combined at run time act like the templates") {
  for (const std::int64_t index : {1, 2, 3})
    for (const double level : {0.5, 1.0}) {
      const Stage stage{.index = index, .observations = 3, .first_level = 1.0, .level = level};
      const AllOf all{RelativeDrop{}, StageLimit(3)};
      const AnyOf any{RelativeDrop{}, StageLimit(3)};
      const Several<AnyDrop, true> chosen_all({RelativeDrop{}, StageLimit(3)});
      const Several<AnyDrop, false> chosen_any({RelativeDrop{}, StageLimit(3)});
      CHECK(chosen_all.significant(stage) == all.significant(stage));
      CHECK(chosen_all.measure(stage) == all.measure(stage));
      CHECK(chosen_any.significant(stage) == any.significant(stage));
      CHECK(chosen_any.measure(stage) == any.measure(stage));
    }
}

TEST_CASE("actions in order report a change if any of them does") {
  struct Both {
    double rate = 1.0;
    std::int64_t size = 10;
    double& StepSize() { return rate; }
    std::int64_t batch_size() const { return size; }
    void set_batch_size(std::int64_t other) { size = other; }
  } object;
  ActionSequence actions({ScaleLearningRate{{.factor = 0.5, .floor = 0.5}},
                          GrowBatchSize{{.factor = 2, .limit = 40}}});
  CHECK(actions(object, Stage{}));
  CHECK(actions(object, Stage{}));
  CHECK_FALSE(actions(object, Stage{}));
  CHECK(object.rate == 0.5);
  CHECK(object.size == 40);
  CHECK(save(actions) == save(Sequence{ScaleLearningRate{{.factor = 0.5, .floor = 0.5}},
                                       GrowBatchSize{{.factor = 2, .limit = 40}}}));
}

TEST_CASE("a combination needs a policy") {
  CHECK(test::message<std::invalid_argument>([] { Several<AnyDrop, true> none({}); }) ==
        "AllOf: the number of policies must be at least 1, got 0");
  CHECK(test::message<std::invalid_argument>([] { ActionSequence none({}); }) ==
        "Sequence: the number of policies must be at least 1, got 0");
}
