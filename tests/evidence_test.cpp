#include "support/printed.hpp"

#include <cstdint>
#include <optional>

#include <doctest/doctest.h>

#include <autodecay/evidence.hpp>

using autodecay::Decision;
using autodecay::Evidence;
using autodecay::Measurement;
using test::printed;

namespace {

const Measurement spread{autodecay::quantities::spread, 0.0091, autodecay::Relation::less, 0.01};
const Measurement loss_at{autodecay::quantities::drop_in_stage, 0.62, autodecay::Relation::at_most,
                          0.95};
const std::optional<Measurement> none;

Evidence evidence(Decision decision, std::int64_t observations,
                  const std::optional<Measurement>& stability,
                  const std::optional<Measurement>& drop, std::int64_t consecutive_nonfinite = 0) {
  return {
      decision, {.index = 2, .observations = observations}, stability, drop, consecutive_nonfinite};
}

}  // namespace

TEST_CASE("evidence is printed as documented") {
  CHECK(printed(evidence(Decision::decay, 37, spread, loss_at)) ==
        "decay after 37 observations of stage 2: spread 0.0091 < 0.01, "
        "loss at 0.62 of its start <= 0.95");
}

TEST_CASE("evidence is printed for each decision, after one observation or several") {
  CHECK(printed(evidence(Decision::hold, 0, none, none)) == "hold after 0 observations of stage 2");
  CHECK(printed(evidence(Decision::hold, 1, none, none)) == "hold after 1 observation of stage 2");
  CHECK(printed(evidence(Decision::stop, 2, none, none)) == "stop after 2 observations of stage 2");
}

TEST_CASE("policies that measure nothing are left out") {
  CHECK(printed(evidence(Decision::stop, 4, none, loss_at)) ==
        "stop after 4 observations of stage 2: loss at 0.62 of its start <= 0.95");
  CHECK(printed(evidence(Decision::stop, 4, spread, none)) ==
        "stop after 4 observations of stage 2: spread 0.0091 < 0.01");
}

TEST_CASE("consecutive non-finite losses are the reason for a stop, and follow another answer") {
  CHECK(printed(evidence(Decision::stop, 4, spread, none, 3)) ==
        "stop after 4 observations of stage 2: spread 0.0091 < 0.01, 3 consecutive non-finite "
        "losses");
  CHECK(printed(evidence(Decision::stop, 0, none, none, 1)) ==
        "stop after 0 observations of stage 2: 1 non-finite loss");
  CHECK(printed(evidence(Decision::decay, 4, spread, none, 2)) ==
        "decay after 4 observations of stage 2: spread 0.0091 < 0.01; since then 2 consecutive "
        "non-finite losses");
  CHECK(printed(evidence(Decision::hold, 4, none, none, 1)) ==
        "hold after 4 observations of stage 2; since then 1 non-finite loss");
}
