#include <string>

#include <doctest/doctest.h>

#include <autodecay/runtime/help.hpp>
#include <autodecay/runtime/standard_registry.hpp>

using namespace autodecay::runtime;

TEST_CASE("the help has every row with its options and defaults") {
  const Registry registry = standard_registry();
  const std::string text = help(registry);
  const auto check = [&]<typename Any>() {
    for (const auto& row : registry.rows<Any>()) {
      CAPTURE(row.name);
      CHECK(text.find("\n  " + row.name + " ") != std::string::npos);
      CHECK(text.find(row.phrase) != std::string::npos);
    }
  };
  check.operator()<Policies>();
  check.operator()<AnyCriterion>();
  check.operator()<AnyAction>();
  CHECK(text.find("(window=5, tolerance=0.01, epsilon=1e-12)\n") != std::string::npos);
  CHECK(text.find("(factor=10, limit=unlimited)\n") != std::string::npos);
  CHECK(text.find("(interval)\n") != std::string::npos);
}
