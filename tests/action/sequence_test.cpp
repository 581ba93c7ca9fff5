#include "support/optimizers.hpp"

#include <string>

#include <doctest/doctest.h>

#include <autodecay/action/learning_rate_sequence.hpp>
#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/action/sequence.hpp>

using autodecay::DecayAction;
using autodecay::LearningRateSequence;
using autodecay::ScaleLearningRate;
using autodecay::Sequence;
using autodecay::Stage;

namespace {

/// Appends its letter and the stage's number to a text, which is the only optimizer that it
/// accepts.
struct Append {
  char letter;

  void operator()(std::string& text, const Stage& stage) {
    text += letter;
    text += std::to_string(stage.index);
    ++calls;
  }

  int calls = 0;

  void reset() noexcept { calls = 0; }
  bool operator==(const Append&) const = default;
  static void archive(auto& self, auto& ar) {
    ar.field("letter", self.letter);
    ar.field("calls", self.calls);
  }
};

}  // namespace

TEST_CASE("Sequence applies its actions in order, each with the stage that begins") {
  Sequence action{Append{'a'}, Append{'b'}, Append{'c'}};
  std::string text;
  action(text, Stage{.index = 2});
  action(text, Stage{.index = 3});
  CHECK(text == "a2b2c2a3b3c3");
  CHECK_FALSE(action == Sequence{Append{'a'}, Append{'b'}, Append{'c'}});
  action.reset();
  CHECK(action == Sequence{Append{'a'}, Append{'b'}, Append{'c'}});
}

TEST_CASE("an action sees the result of the previous action") {
  // 0.5 becomes 0.25 and is then halved twice.
  const ScaleLearningRate half{{.factor = 0.5}};
  Sequence action{LearningRateSequence{0.5, 0.25}, half, half};
  test::GroupedOptimizer optimizer{0.5, 1.0};
  action(optimizer, Stage{.index = 2});
  CHECK(optimizer.rates() == std::vector{0.0625, 0.125});
}

static_assert(DecayAction<Sequence<Append>, std::string>);
static_assert(!DecayAction<Sequence<Append>, double>);
static_assert(DecayAction<Sequence<ScaleLearningRate>, autodecay::LearningRate>);
static_assert(!DecayAction<Sequence<ScaleLearningRate, Append>, autodecay::LearningRate>);
