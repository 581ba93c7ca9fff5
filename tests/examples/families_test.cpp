#include "families.hpp"

#include "comparison.hpp"
#include "support/losses.hpp"
#include "support/registry.hpp"
#include "support/usage_error.hpp"

#include <set>
#include <span>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/runtime/grammar.hpp>

using replay_tool::Family;
using replay_tool::family_of;
using replay_tool::first_plateaus;

namespace {

const autodecay::Sweep::Grid grid = {
    .betas = {0.0, 0.5}, .windows = {2, 7}, .tolerances = {0.001, 0.05}};

std::vector<std::string> texts_of(const Family& family) {
  std::vector<std::string> texts;
  for (const replay_tool::Setting& setting : family.settings) texts.push_back(setting.text);
  return texts;
}

}  // namespace

TEST_CASE("a family begins with its scheduler and has all combinations of the values") {
  CHECK(texts_of(family_of("auto", grid)) ==
        std::vector<std::string>{
            "auto", "auto(beta=0, window=2, tolerance=0.001)",
            "auto(beta=0, window=2, tolerance=0.05)", "auto(beta=0, window=7, tolerance=0.001)",
            "auto(beta=0, window=7, tolerance=0.05)", "auto(beta=0.5, window=2, tolerance=0.001)",
            "auto(beta=0.5, window=2, tolerance=0.05)", "auto(beta=0.5, window=7, tolerance=0.001)",
            "auto(beta=0.5, window=7, tolerance=0.05)"});
}

TEST_CASE("every text of a family can be parsed, and names its policies") {
  for (const char* const scheduler :
       {"auto", "planned", "dlib", "range", "patience", "remaining_improvement", "ema", "latest",
        "drop", "scale", "mean(3) | range", "patience | grow"}) {
    const Family family = family_of(scheduler, grid);
    REQUIRE(family.settings.size() > 1);
    for (const replay_tool::Setting& setting : family.settings) {
      CAPTURE(setting.text);
      const auto parsed = autodecay::runtime::parse(setting.text, support::registry());
      CHECK(parsed.average() == setting.average);
      CHECK(parsed.stability() == setting.criterion);
    }
  }
}

TEST_CASE("options out of range, or off by default, are not tried") {
  // dlib's window is at least 3, and its share of discarded losses has no list.
  for (const std::string& text : texts_of(family_of("dlib", grid)))
    CHECK(text.find("window=2") == std::string::npos);
  for (const std::string& text : texts_of(family_of("pytorch", grid)))
    CHECK(text.find("absolute_margin") == std::string::npos);
  CHECK(family_of("step", grid).settings.size() == 2);
}

TEST_CASE("other parts of a scheduler stay as they are given") {
  const Family family = family_of("mean(3) | patience(5, 0.5) | stages(2)", grid);
  CHECK(family.settings.size() == 1 + 10 * 7);
  CHECK(family.settings[1].text ==
        "mean(window=3) | patience(patience=1, relative_margin=0) | stages(stages=2) | scale");
  CHECK_THROWS_AS((void)family_of("patients", grid), support::UsageError);
}

TEST_CASE("the text of a setting names its policies") {
  for (const std::string& scheduler : replay_tool::searched_schedulers()) {
    const Family family = family_of(scheduler, grid);
    CAPTURE(scheduler);
    CHECK(family.settings.size() > 4);
    for (const replay_tool::Setting& setting : family.settings) {
      const auto policies = autodecay::runtime::parse(setting.text, support::registry());
      CHECK((policies.average() == setting.average));
      CHECK((policies.stability() == setting.criterion));
    }
  }
}

TEST_CASE("a family ends each stage where its schedulers do, which may remember the one before") {
  const std::vector<double> losses = test::noisy_descent(200);
  const std::vector<std::span<const double>> stages = {{losses.data(), 120}, {&losses[90], 110}};
  std::set<std::optional<std::int64_t>> different;
  for (const std::string& scheduler : replay_tool::searched_schedulers()) {
    const Family family = family_of(scheduler, grid);
    const auto found = first_plateaus(family, stages);
    REQUIRE(found.size() == stages.size());
    REQUIRE(found[1].size() == family.settings.size());
    for (std::size_t i = 0; i < family.settings.size(); ++i) {
      CAPTURE(family.settings[i].text);
      auto policies = autodecay::runtime::parse(family.settings[i].text, support::registry());
      for (std::size_t stage = 0; stage < stages.size(); ++stage) {
        policies.begin_stage();
        std::optional<std::int64_t> expected;
        for (std::size_t k = 0; k < stages[stage].size() && !expected; ++k)
          if (policies.observe(stages[stage][k]) != autodecay::Decision::hold)
            expected = static_cast<std::int64_t>(k) + 1;
        CHECK(found[stage][i] == expected);
        different.insert(found[stage][i]);
      }
    }
  }
  CHECK(different.size() > 5);
}
