#include "short_stages.hpp"

#include "replay.hpp"

#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using replay_tool::RecordedStages;
using replay_tool::short_stages;
using test::run;

namespace {

/// What is said of some stages of the same length, each at its own rate.
std::optional<std::string> said_of(int stages, int length) {
  std::vector<double> rates;
  for (int stage = 0; stage < stages; ++stage) rates.resize(rates.size() + length, stages - stage);
  const std::vector<double> losses(rates.size(), 1.0);
  return short_stages(RecordedStages(losses, rates));
}

}  // namespace

TEST_CASE("many short stages look like a gradual rate in rounded numbers") {
  CHECK(said_of(11, 19) ==
        "11 recorded stages with a median of 19 observations look like a gradual learning rate in "
        "rounded numbers: what a decision in one of them saves says little");
  CHECK(said_of(30, 1000).has_value());  // a thirtieth of the log
}

TEST_CASE("a few stages and longer ones do not") {
  CHECK_FALSE(said_of(10, 2));
  CHECK_FALSE(said_of(11, 20));
  CHECK_FALSE(said_of(100, 1));  // the rate is never held
  CHECK_FALSE(short_stages(RecordedStages({}, {})));
}

TEST_CASE("replay, --compare and --suggest warn of short stages") {
  const TemporaryFolder folder;
  std::string log = "lr,train_loss\n";
  for (int i = 0; i < 60; ++i) log += std::to_string(12 - i / 5) + ",1\n";
  folder.write("log.csv", log);
  for (const std::string options : {"", "--compare", "--suggest --scheduler step"}) {
    CAPTURE(options);
    CHECK(
        run(folder, REPLAY " log.csv " + options)
            .err.starts_with(
                "replay: log.csv: 12 recorded stages with a median of 5 observations look like "));
  }
}
