// Whole trainings, decision by decision, with the numbers behind the decisions.
//
// The expected values were computed once by a separate Python program, which was written from the
// paper's formulas and shares nothing with the library. It computes levels as the direct sum of Eq.
// 1 in exact rational arithmetic (fractions.Fraction), rescans the window, and uses the criteria of
// section 4.2 literally. Each expected value is its result, rounded to double once. No comparison
// in it was closer than 1e-5, so that rounding affects no decision.
//
// The values may change only if the library's rules change, which requires a new major version and
// a line in its notes. A refactoring, a faster statistic or another compiler must not change them.

#include "support/decisions.hpp"

#include "support/losses.hpp"
#include "support/near.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/presets.hpp>

using namespace autodecay;

namespace {

/// A training that responds to its learning rate: in each stage the loss decreases towards a lower
/// plateau, with less noise. The losses are multiples of 1/1024 and the same on every machine.
class Training {
 public:
  double loss() {
    const std::int64_t loss =
        plateaus[stage_] + above_ + ((noise_.next() - 512) >> noise_shifts[stage_]);
    above_ -= above_ >> 4;
    return static_cast<double>(loss) / 1024.0;
  }

  void decay() {
    above_ += plateaus[stage_] - plateaus[stage_ + 1];
    ++stage_;
  }

 private:
  static constexpr std::array<std::int64_t, 5> plateaus{2400, 900, 520, 505, 500};
  static constexpr std::array<std::int64_t, 5> noise_shifts{3, 4, 5, 6, 6};

  test::Lcg noise_{2020};
  std::size_t stage_ = 0;
  std::int64_t above_ = 4096;
};

/// How a stage ended.
struct End {
  std::int64_t observation;  // of the run
  Decision decision;
  std::int64_t observations;  // of the stage
  double first_level;
  double level;
  double stability;  // measurement of the stability criterion
  double drop;       // measurement of the drop criterion; 0 if there is none
};

template <typename S>
void check_golden(S scheduler, const std::vector<End>& ends) {
  Training training;
  scheduler.begin(ends.front().first_level);  // so that the drop of stage 1 is also measured
  std::int64_t observation = 0;
  for (const End& end : ends) {
    Decision decision = Decision::hold;
    while (decision == Decision::hold && observation < end.observation) {
      decision = scheduler.observe(training.loss());
      ++observation;
    }
    const Evidence evidence = scheduler.evidence();
    CAPTURE(end.observation);
    REQUIRE(observation == end.observation);
    REQUIRE(decision == end.decision);
    CHECK(evidence.stage.observations == end.observations);
    // The recurrence rounds, and differences of levels lose two or three digits.
    CHECK(test::near(evidence.stage.first_level, end.first_level, 1e-14));
    CHECK(test::near(evidence.stage.level, end.level, 1e-14));
    const auto value = [](const std::optional<Measurement>& measured) {
      return measured ? measured->value : 0.0;
    };
    CHECK(test::near(value(evidence.stability), end.stability, 1e-11));
    CHECK(test::near(value(evidence.drop), end.drop, 1e-14));
    if (decision == Decision::decay && observation != ends.back().observation) training.decay();
  }
}

}  // namespace

TEST_CASE("AutoDecay with its defaults, which end the training after four stages") {
  check_golden(AutoDecay{}, {{72, Decision::decay, 72, 6.4033203125, 2.442692414177123,
                              0.00819811049614617, 0.38147278208296587},
                             {140, Decision::decay, 68, 2.369140625, 0.9351536720718089,
                              0.004984394558421391, 0.3828372604937466},
                             {202, Decision::decay, 62, 0.9169921875, 0.5320434488336814,
                              0.0097441004988732, 0.56893691884392},
                             {208, Decision::stop, 6, 0.525390625, 0.5214769261315011,
                              0.007048132736541443, 4.0}});
}

TEST_CASE("AutoDecay as in the paper") {
  check_golden(
      AutoDecay({.reference = DropReference::first_level, .stages = StageLimit::unlimited}),
      {{72, Decision::decay, 72, 6.4033203125, 2.442692414177123, 0.00819811049614617,
        0.38147278208296587},
       {140, Decision::decay, 68, 2.369140625, 0.9351536720718089, 0.004984394558421391,
        0.394722737098991},
       {202, Decision::decay, 62, 0.9169921875, 0.5320434488336814, 0.0097441004988732,
        0.5802049963856439},
       {208, Decision::stop, 6, 0.525390625, 0.5214769261315011, 0.007048132736541443,
        0.9925508779900831}});
}

TEST_CASE("AutoDecay with a long memory and the previous level as the reference") {
  check_golden(AutoDecay({.beta = 0.98,
                          .window = 20,
                          .tolerance = 0.02,
                          .ratio = 0.9,
                          .reference = DropReference::previous_level,
                          .stages = StageLimit::unlimited}),
               {{147, Decision::decay, 147, 6.4033203125, 2.455260832982714, 0.019121758723121284,
                 0.3834355792244823},
                {291, Decision::decay, 144, 2.3623046875, 0.9283797125438623, 0.01942232151911551,
                 0.3781185689410704},
                {399, Decision::decay, 108, 0.8779296875, 0.5408149435516125, 0.019101070215765705,
                 0.5825363655030091},
                {419, Decision::stop, 20, 0.51953125, 0.513908606454336, 0.01927770348744088,
                 0.9502485324822411}});
}

TEST_CASE("ReduceOnPlateau with its defaults") {
  check_golden(ReduceOnPlateau{}, {{86, Decision::decay, 86, 6.4033203125, 2.4296875, 10, 0},
                                   {171, Decision::decay, 85, 2.3486328125, 0.9052734375, 10, 0},
                                   {241, Decision::decay, 70, 0.8935546875, 0.5185546875, 10, 0},
                                   {268, Decision::decay, 27, 0.521484375, 0.5068359375, 10, 0},
                                   {285, Decision::decay, 17, 0.5, 0.505859375, 10, 0}});
}
