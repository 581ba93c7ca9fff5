#include "detection/families.hpp"

#include "detection/grid.hpp"
#include "support/losses.hpp"
#include "support/message.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>

using namespace detection;

namespace {

const Family& family_named(const std::vector<Family>& families, const std::string& name) {
  return *std::find_if(families.begin(), families.end(),
                       [&](const Family& family) { return family.name == name; });
}

const Setting& find_setting(const Family& family, const std::string& text) {
  return *std::find_if(family.settings.begin(), family.settings.end(),
                       [&](const Setting& setting) { return setting.text == text; });
}

}  // namespace

TEST_CASE("families have one-word names and grids of about the same size") {
  std::set<std::string> names;
  for (const Family& family : unplanned_families()) {
    CAPTURE(family.name);
    CHECK(names.insert(family.name).second);
    CHECK(family.name.find(' ') == std::string::npos);
    CHECK(family.settings.size() >= 200);
    CHECK(family.settings.size() <= 400);
    std::set<std::string> texts;
    for (const Setting& setting : family.settings) texts.insert(setting.text);
    CHECK(texts.size() == family.settings.size());
  }
  CHECK(unplanned_families().front().name == "paper");
}

TEST_CASE("a detector fires where a scheduler with the same policies ends the stage") {
  const std::vector<Family> families = unplanned_families();
  const std::vector<double> losses = test::noisy_descent(300);
  const auto of_paper = autodecay::replay(autodecay::AutoDecay(), losses).front();
  REQUIRE(of_paper.evidence.decision != autodecay::Decision::hold);
  const FirstFire& paper = family_named(families, "paper").settings.front().first_fire;
  CHECK(paper({losses, 0.0}).value() == static_cast<std::size_t>(of_paper.last));
  CHECK(paper({losses, 0.0}).value() ==
        static_cast<std::size_t>(of_paper.last));  // starts from the fresh state

  const auto of_patience = autodecay::replay(autodecay::ReduceOnPlateau(), losses).front();
  REQUIRE(of_patience.evidence.decision == autodecay::Decision::decay);
  CHECK(family_named(families, "patience").settings.front().first_fire({losses, 0.0}).value() ==
        static_cast<std::size_t>(of_patience.last));
}

TEST_CASE("a detector that never fires returns no row") {
  const FirstFire never = detector(autodecay::LatestValue(), autodecay::NoImprovement());
  CHECK(!never({test::falling(100), 0.0}));
  CHECK(!never({{}, 0.0}));
}

TEST_CASE("PyTorch waits for one loss more than its patience") {
  const std::vector<Family> families = unplanned_families();
  const std::vector<double> losses = test::noisy_descent(300);
  CHECK(find_setting(family_named(families, "PyTorch"), "pytorch_plateau(11, 0.01)")
            .first_fire({losses, 0.0}) ==
        find_setting(family_named(families, "patience"), "ema(0) | patience(12, 0.01)")
            .first_fire({losses, 0.0}));
}

TEST_CASE("a grid has every combination once, and the default first") {
  const auto make = [](std::int64_t a, double b) -> Setting {
    return {text_of(a, " and ", b), {}};
  };
  const Family family = family_of("name", make(2, 0.5), make, counts(1, 2), Numbers{0.5, 0.25});
  std::vector<std::string> texts;
  for (const Setting& setting : family.settings) texts.push_back(setting.text);
  CHECK(texts == std::vector<std::string>{"2 and 0.5", "1 and 0.5", "1 and 0.25", "2 and 0.25"});
}

TEST_CASE("planned families have names without spaces and the library's defaults first") {
  std::set<std::string> names;
  for (const Family& family : planned_families()) {
    CAPTURE(family.name);
    CHECK(names.insert(family.name).second);
    CHECK(family.name.find(' ') == std::string::npos);
    CHECK(family.settings.size() >= 100);
    CHECK(family.settings.size() <= 400);
  }
}

TEST_CASE("a planned detector is the one whose numbers the plan gives") {
  const std::vector<Family> families = planned_families();
  const std::vector<double> losses = test::noisy_descent(300);
  const auto first = [&](const autodecay::AutoDecay& scheduler) {
    return static_cast<std::size_t>(autodecay::replay(scheduler, losses).front().last);
  };
  const FirstFire& paper = families.front().settings.front().first_fire;
  for (const std::int64_t length : {30, 100, 300}) {
    CAPTURE(length);
    CHECK(paper({losses, static_cast<double>(length)}).value() ==
          first(autodecay::AutoDecay::planned({.length = length})));
  }
  CHECK(paper({losses, 30.0}) != paper({losses, 300.0}));
}

TEST_CASE("the clock and the shortening look at no loss") {
  const std::vector<Family> families = planned_families();
  const std::vector<double> losses(100, 1.0);
  const Family& clock = family_named(families, "clock");
  CHECK(find_setting(clock, "after 62").first_fire({losses, 5.0}) == 62);
  CHECK(find_setting(clock, "after 101").first_fire({losses, 5.0}) == std::nullopt);
  const Family& shortening = family_named(families, "shortening");
  CHECK(find_setting(shortening, "after 0.3 n").first_fire({losses, 100.0}) == 30);
  CHECK(find_setting(shortening, "after 0.3 n").first_fire({losses, 400.0}) == std::nullopt);
}

TEST_CASE("a grid with an option out of range is rejected") {
  const auto make = [](std::int64_t window) { return setting_of("range(", window, ")"); };
  CHECK(test::message<std::invalid_argument>([&] {
          (void)family_of("name", make(2), make, counts(1, 2));
        }) == "window must be in [2, 2^24] observations, got 1\n  range(1)\n        ^");
}
