#include <sstream>
#include <type_traits>

#include <doctest/doctest.h>

#include <autodecay/stage.hpp>

using namespace autodecay;

TEST_CASE("decisions have names") {
  CHECK(to_string(Decision::hold) == "hold");
  CHECK(to_string(Decision::decay) == "decay");
  CHECK(to_string(Decision::stop) == "stop");
}

TEST_CASE("a decision prints its name") {
  std::ostringstream out;
  out << Decision::hold << ' ' << Decision::decay << ' ' << Decision::stop;
  CHECK(out.str() == "hold decay stop");
}

TEST_CASE("a default stage is the first stage, without observations") {
  CHECK(Stage{} == Stage{.index = 1,
                         .observations = 0,
                         .first_level = 0.0,
                         .level = 0.0,
                         .previous_level = std::nullopt});
}

static_assert(std::is_trivially_copyable_v<Stage>);
static_assert(sizeof(Decision) == 1);
