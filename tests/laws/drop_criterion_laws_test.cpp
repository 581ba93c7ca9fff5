#include "laws/models.hpp"
#include "laws/policy_laws.hpp"

#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/combination/all_of.hpp>
#include <autodecay/combination/any_of.hpp>
#include <autodecay/drop/relative_drop.hpp>
#include <autodecay/drop/stage_limit.hpp>
#include <autodecay/drop/unlimited.hpp>
#include <autodecay/runtime/combined.hpp>

using namespace autodecay;

namespace {

struct Unconditional {
  static Unlimited fresh() { return {}; }
};
template <int N>
struct Limit {
  static StageLimit fresh() { return StageLimit(N); }
};
template <DropReference Reference>
struct Relative {
  static RelativeDrop fresh() {
    return RelativeDrop{{.ratio = 0.75, .epsilon = 0.0, .reference = Reference}};
  }
};
using FromFirst = Relative<DropReference::first_level>;
using FromPrevious = Relative<DropReference::previous_level>;
struct Both {
  static auto fresh() { return AllOf{FromFirst::fresh(), StageLimit{3}}; }
};
struct Either {
  static auto fresh() { return AnyOf{FromPrevious::fresh(), StageLimit{2}}; }
};
struct RunTimeDrop {
  static runtime::AnyDrop fresh() {
    return runtime::Several<runtime::AnyDrop, true>({FromFirst::fresh(), StageLimit{3}});
  }
};

std::vector<Stage> stages() {
  // Without a previous level, as in stage 1, and with one.
  std::vector<Stage> stages{{.observations = 5, .first_level = 4.0, .level = 4.0},
                            {.observations = 5, .first_level = 4.0, .level = 1.0}};
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const std::int64_t index : {1, 2, 3, 7})
    for (const double first : {infinity, 4.0, 1.0, -1.0, -4.0})
      for (const double previous : {infinity, 8.0, 2.0, -2.0})
        for (const double level : {infinity, 4.0, 2.0, 0.5, -0.5, -1.5, -8.0, -infinity})
          stages.push_back({.index = index,
                            .observations = 5,
                            .first_level = first,
                            .level = level,
                            .previous_level = previous});
  return stages;
}

}  // namespace

#define DROP_CRITERIA \
  Unconditional, Limit<1>, Limit<4>, FromFirst, FromPrevious, Both, Either, RunTimeDrop

std::set<std::string> laws::drop_criteria() { return names_of<DROP_CRITERIA>(); }

TEST_CASE_TEMPLATE("every drop criterion is a policy", Model, DROP_CRITERIA) {
  laws::is_a_policy(Model::fresh());
}

TEST_CASE_TEMPLATE("a drop criterion depends only on the stage", Model, DROP_CRITERIA) {
  const auto drop = Model::fresh();
  std::vector<bool> answers;
  for (const Stage& stage : stages()) answers.push_back(drop.significant(stage));
  CHECK(drop == Model::fresh());
  // In reverse order, and each with a fresh criterion.
  const auto all = stages();
  for (std::size_t i = all.size(); i-- > 0;) {
    CHECK(drop.significant(all[i]) == answers[i]);
    CHECK(Model::fresh().significant(all[i]) == answers[i]);
  }
}

TEST_CASE_TEMPLATE("a larger drop is never less significant", Model, DROP_CRITERIA) {
  const auto drop = Model::fresh();
  for (Stage stage : stages()) {
    const bool significant = drop.significant(stage);
    stage.level -= 0.75;
    CHECK(drop.significant(stage) >= significant);
  }
}

TEST_CASE_TEMPLATE("a relative drop is independent of the scale", Model, FromFirst, FromPrevious,
                   Both, Either) {
  const auto drop = Model::fresh();
  for (const double scale : {0x1p100, 0x1p-100})
    for (Stage stage : stages()) {
      const bool significant = drop.significant(stage);
      stage.first_level *= scale;
      stage.level *= scale;
      if (stage.previous_level) *stage.previous_level *= scale;
      CHECK(drop.significant(stage) == significant);
    }
}
