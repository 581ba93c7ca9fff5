#pragma once

#include <cstdlib>
#include <string_view>

namespace test {

/// Whether a tool that is missing (gnuplot, a Python package) fails the tests that need it. Otherwise
/// they are left out.
[[nodiscard]] inline bool tools_are_required() {
  const char* const value = std::getenv("AUTODECAY_TESTS_REQUIRE_TOOLS");
  return value != nullptr && value == std::string_view("1");
}

}  // namespace test
