#include "support/answers.hpp"
#include "support/losses.hpp"
#include "support/message.hpp"
#include "support/refusal.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/compat/dlib_plateau.hpp>

using autodecay::Measurement;
using autodecay::compat::DlibPlateau;
using test::answers;
using test::stages;

namespace {

/// The positions, from 1, at which the criterion holds. A new stage begins after each.
std::vector<std::size_t> decays(const DlibPlateau& criterion, const std::vector<double>& levels) {
  const std::string answers = stages(criterion, levels);
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < answers.size(); ++i)
    if (answers[i] == '1') positions.push_back(i + 1);
  return positions;
}

}  // namespace

TEST_CASE("dlib decays once the window is full of losses that do not improve") {
  CHECK(answers(DlibPlateau{{.window = 3}}, {1, 1, 1, 0.5, 0.25, 0, 0, 0}) == "..1....1");
  CHECK(answers(DlibPlateau{{.window = 3}}, {1, 2, 3, 4}) == "..11");
  CHECK(answers(DlibPlateau{{.window = 3}}, {-1, -1, -1, -2, -3, -2}) == "..1..1");
}

TEST_CASE("dlib sees an improvement that only the highest tenth hides") {
  // Without discard, the last loss makes the slope rise. The second test leaves it out.
  const std::vector<double> levels{10, 9, 8, 7, 6, 5, 4, 3, 2, 80};
  CHECK(stages(DlibPlateau{{.window = 10, .discard = 0.0}}, levels) == ".........1");
  CHECK(stages(DlibPlateau{{.window = 10, .discard = 0.1}}, levels) == "..........");
}

TEST_CASE("dlib's probability comes from the normal distribution") {
  // 0 0 3: slope 3/2, error √(3/4), so that t = √3 and P(slope < 0) = Φ(-√3).
  DlibPlateau criterion{{.window = 3, .discard = 0.0}};
  CHECK(criterion.probability_of_improvement() == 1.0);
  for (const double level : {0, 0, 3}) criterion.update(level);
  CHECK(criterion.probability_of_improvement() == doctest::Approx(0.0416322583).epsilon(1e-9));
  // 3 0 0 is its mirror image.
  criterion.update(0);
  criterion.update(0);
  CHECK(criterion.probability_of_improvement() == doctest::Approx(0.9583677417).epsilon(1e-9));
}

TEST_CASE("dlib's second test keeps the losses that are equal to the greatest kept loss") {
  // The loss of rank round(4 · 0.5) = 2 is 3. All three 3s are kept: 3 3 1 3 has the slope -1/5 and
  // the residual sum of squares 3 - 1/5, and Σ (i - ī)² is 5.
  DlibPlateau criterion{{.window = 5, .discard = 0.5}};
  for (const double level : {3, 3, 1, 3, 9}) criterion.update(level);
  const double error = std::sqrt(2.8 / 2.0 / 5.0);
  CHECK(criterion.probability_of_improvement() ==
        doctest::Approx(0.5 * std::erfc(-0.2 / error / std::sqrt(2.0))).epsilon(1e-12));
}

TEST_CASE("dlib tests at every (window/200 + 1)-th observation of the run") {
  CHECK(DlibPlateau{{.window = 199}}.interval() == 1);
  CHECK(DlibPlateau{{.window = 200}}.interval() == 2);
  CHECK(DlibPlateau().interval() == 11);
  // 2002 is the first multiple of 11 from 2000 on. 600 losses are removed, so that 2602 is the next
  // observation with a full window, and 2607 the next with a test.
  CHECK(decays(DlibPlateau(), std::vector<double>(4000, 2.5)) ==
        std::vector<std::size_t>{2002, 2607, 3212, 3817});
}

TEST_CASE("after a decay, the newer part of dlib's window is kept") {
  // 5000 losses are 5 and the rest are 1, with regular decays. After the step, the window still has
  // 5s, which make the 1s look like an improvement. 2000 observations after the step, they have
  // left.
  std::vector<double> levels(5000, 5.0);
  levels.resize(9000, 1.0);
  std::vector<std::size_t> positions = decays(DlibPlateau(), levels);
  std::size_t before = 0, during = 0, after = 0;
  for (const std::size_t position : positions)
    ++(position <= 5000 ? before : position < 7000 ? during : after);
  CHECK(before == 5);
  CHECK(during == 0);
  CHECK(after == 4);
}

TEST_CASE("dlib never holds if the second test keeps fewer than three losses") {
  // Rank round(2 · 0.5) = 1: two of three rising losses are kept.
  CHECK(answers(DlibPlateau{{.window = 3, .discard = 0.5}}, {1, 2, 3, 4, 5}) == ".....");
}

TEST_CASE("losses of any finite magnitude have no lasting effect on dlib's test") {
  const double largest = (std::numeric_limits<double>::max)();
  CHECK(answers(DlibPlateau{{.window = 3}}, {largest, -largest, largest, 1, 1, 1, 1}) == "....111");
}

TEST_CASE("dlib's rule makes no test of losses through which no line goes") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(answers(DlibPlateau{{.window = 3}}, {infinity, 1, 1, 1}) == "...1");
  CHECK(answers(DlibPlateau{{.window = 3}}, {1, 1, -infinity, 1, 1, 1}) == ".....1");

  const double largest = (std::numeric_limits<double>::max)();
  DlibPlateau criterion{{.window = 3}};
  for (const double level : {largest, -largest, largest}) CHECK_FALSE(criterion.update(level));
  CHECK(criterion.probability_of_improvement() == 1.0);
  DlibPlateau loaded;
  autodecay::load(autodecay::save(criterion), loaded);
  CHECK(loaded == criterion);
}

TEST_CASE("DlibPlateau measures its window, its interval or its probability") {
  DlibPlateau criterion{{.window = 3}};
  for (int i = 0; i < 2; ++i) criterion.update(1.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::observations, 2.0, autodecay::Relation::at_least, 3.0});
  criterion.update(1.0);
  CHECK(criterion.measure() == Measurement{autodecay::quantities::probability_of_improvement, 0.5,
                                           autodecay::Relation::less, 0.51});
  DlibPlateau seldom{{.window = 200}};  // tests at every second observation
  for (int i = 0; i < 201; ++i) seldom.update(1.0);
  CHECK(seldom.measure() ==
        Measurement{autodecay::quantities::observations, 1.0, autodecay::Relation::at_least, 2.0});
}

TEST_CASE("DlibPlateau is saved between tests and after a decay") {
  const std::vector<double> losses = test::noisy_descent(3000);
  DlibPlateau criterion{{.window = 450}};
  for (std::size_t i = 0; i < 1500; ++i)
    if (criterion.update(losses[i])) criterion.begin_stage();
  DlibPlateau loaded;
  autodecay::load(autodecay::save(criterion), loaded);
  CHECK(loaded == criterion);
  int held = 0;
  for (std::size_t i = 1500; i < 3000; ++i) {
    const bool holds = criterion.update(losses[i]);
    held += holds ? 1 : 0;
    REQUIRE(loaded.update(losses[i]) == holds);
    if (holds) criterion.begin_stage();
    if (holds) loaded.begin_stage();
  }
  CHECK(held > 0);
  CHECK(loaded == criterion);
  loaded.reset();
  CHECK(loaded == DlibPlateau{{.window = 450}});
}

TEST_CASE("DlibPlateau's options") {
  CHECK(DlibPlateau().options() == DlibPlateau::Options{2000, 0.51, 0.1});
  const DlibPlateau::Options others{33, 0.75, 0.25};
  CHECK(DlibPlateau(others).options() == others);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](DlibPlateau::Options options) {
    return test::message<std::invalid_argument>([options] { DlibPlateau criterion(options); });
  };
  CHECK(message({.window = 2}) == "DlibPlateau: window must be in [3, 2^24] observations, got 2");
  CHECK_FALSE(message({.window = std::int64_t{1} << 62}).empty());
  CHECK(message({.probability = 0.5}) == "DlibPlateau: probability must be in (0.5, 1), got 0.5");
  CHECK(message({.probability = 1.0}) == "DlibPlateau: probability must be in (0.5, 1), got 1");
  CHECK(message({.probability = nan}) == "DlibPlateau: probability must be in (0.5, 1), got nan");
  CHECK(message({.discard = 1.0}) == "DlibPlateau: discard must be in [0, 1), got 1");
  CHECK(message({.discard = nan}) == "DlibPlateau: discard must be in [0, 1), got nan");
}

TEST_CASE("an impossible state of DlibPlateau is rejected") {
  const auto refused = [](const std::string& from, const std::string& to) {
    return !test::refusal(DlibPlateau{{.window = 4}}, from, to).empty();
  };
  CHECK_FALSE(refused("untested = 0", "untested = 1"));
  CHECK(refused("probability = 0.51", "probability = 0.5"));
  CHECK(refused("probability = 0.51", "probability = 1"));
  CHECK(refused("untested = 0", "untested = 2"));
  CHECK(refused("untested = 0", "untested = -1"));
  CHECK(refused("window = 4", "window = 2"));
  CHECK(refused("discard = 0.1", "discard = 1"));
  CHECK(refused("size = 0\nlosses =", "size = 5\nlosses = 1 1 1 1 1"));
  CHECK(refused("size = 0", "size = 1"));
  CHECK(refused("\nprobability = 1", "\nprobability = 1.5"));
}
