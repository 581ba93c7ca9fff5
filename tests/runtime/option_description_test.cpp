#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/runtime/option_description.hpp>
#include <autodecay/runtime/standard_registry.hpp>

using namespace autodecay::runtime;

TEST_CASE("a row describes its options as their struct does") {
  const Registry registry = standard_registry();
  const auto* const range = registry.find<AnyCriterion>("range");
  REQUIRE(range != nullptr);
  REQUIRE(range->described.size() == 3);
  const OptionDescription& window = range->described[0];
  CHECK(window.name == "window");
  CHECK(window.value == "5");
  CHECK(window.unit == "observations");
  CHECK(window.phrase == "number of latest levels that are compared");
  CHECK(window.range.least == 2.0);
  CHECK(window.range.greatest == 0x1p24);
  CHECK(window.whole);
  CHECK(window.names.empty());
  CHECK_FALSE(range->described[1].whole);

  CHECK(registry.find<AnyCriterion>("every")->described.at(0).value.empty());
  const OptionDescription& reference = registry.find<AnyDrop>("drop")->described.at(2);
  CHECK(reference.value == "previous_level");
  CHECK(reference.names == std::vector<std::string>{"first_level", "previous_level"});
  CHECK(registry.find<AnyAverage>("latest")->described.empty());
}
