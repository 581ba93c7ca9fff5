#include "laws/models.hpp"

#include <set>
#include <string>

#include <doctest/doctest.h>

#include <autodecay/runtime/parse.hpp>
#include <autodecay/runtime/standard_registry.hpp>

using namespace autodecay::runtime;

namespace {

/// An example of each row: its name, with the arguments without which it cannot be made.
template <typename Any>
std::string example(const Registry::Row<Any>& row) {
  if (row.name == "rates") return "rates(0.1, 0.01)";
  if (row.name == "warm_up") return "warm_up(5, 10)";
  if (row.combination) {
    const std::string inner = std::same_as<Any, AnyCriterion> ? "range"
                              : std::same_as<Any, AnyDrop>    ? "drop"
                                                              : "scale";
    return row.name + "(" + inner + ")";
  }
  for (const char* const needs : {"mean", "every", "min_length", "stages"})
    if (row.name == needs) return row.name + "(4)";
  return row.name;
}

}  // namespace

TEST_CASE("every row is found by its name, is described, and reads back what it writes") {
  const Registry registry = standard_registry();
  std::set<std::string> names;
  const auto check = [&]<typename Any>() {
    CHECK(registry.rows<Any>().size() >= 3);
    for (const auto& row : registry.rows<Any>()) {
      const std::string text = example(row);
      CAPTURE(text);
      CHECK_FALSE(row.phrase.empty());
      CHECK_FALSE(row.type.empty());
      CHECK(registry.find<Any>(row.name) == &row);
      const AnyScheduler made = parse(text, registry);
      const AnyScheduler again = parse(to_text(made, registry), registry);
      CHECK(again == made);
      CHECK(to_text(again, registry) == to_text(made, registry));
      if (!row.combination) CHECK(names.insert(row.name).second);
    }
  };
  check.operator()<Policies>();
  check.operator()<AnyAverage>();
  check.operator()<AnyCriterion>();
  check.operator()<AnyDrop>();
  check.operator()<AnyAction>();
}

TEST_CASE("the laws are tested with a model of every row") {
  const Registry registry = standard_registry();
  const auto check = [&]<typename Any>(const std::set<std::string>& models) {
    for (const auto& row : registry.rows<Any>()) {
      const std::string text = example(row);
      CAPTURE(text);
      CHECK(models.contains(
          laws::name_of(registry.make<Any>(text, ExpressionParser(text).pipeline().front()))));
    }
  };
  check.operator()<AnyAverage>(laws::moving_averages());
  check.operator()<AnyCriterion>(laws::stability_criteria());
  check.operator()<AnyDrop>(laws::drop_criteria());
  check.operator()<AnyAction>(laws::decay_actions());
  for (const auto& row : registry.rows<Policies>()) {
    CAPTURE(row.name);
    CHECK(laws::schedulers().contains(laws::name_of(parse(row.name, registry))));
  }
}

TEST_CASE("the defaults that criteria bring along are rows") {
  const Registry registry = standard_registry();
  for (const auto& row : registry.rows<AnyCriterion>()) {
    CAPTURE(row.name);
    CHECK(registry.find<AnyAverage>(row.average) != nullptr);
    CHECK(registry.find<AnyDrop>(row.drop) != nullptr);
  }
}
