#include "support/losses.hpp"
#include "support/message.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>
#include <autodecay/runtime/any_scheduler.hpp>

using namespace autodecay;
using autodecay::runtime::AnyScheduler;

namespace {

const AutoDecay::Options early{.window = 10, .tolerance = 0.5, .factor = 0.5};

AnyScheduler erased() {
  const AutoDecay scheduler(early);
  return AnyScheduler(scheduler.average(), scheduler.stability(), scheduler.drop(),
                      scheduler.action());
}

}  // namespace

TEST_CASE("an AnyScheduler decides, explains and is saved like the scheduler of its policies") {
  AutoDecay plain(early);
  AnyScheduler any = erased();
  LearningRate plain_rate{1.0}, any_rate{1.0};
  int decays = 0;
  for (const double loss : test::noisy_descent(2000)) {
    const Decision decision = any.step(any_rate, loss);
    REQUIRE(decision == plain.step(plain_rate, loss));
    REQUIRE(any_rate == plain_rate);
    REQUIRE(any.evidence() == plain.evidence());
    decays += decision == Decision::decay ? 1 : 0;
  }
  CHECK(decays > 0);
  CHECK(save(any) == save(plain));

  AnyScheduler loaded = erased();
  load(save(plain), loaded);
  CHECK(loaded == any);
}

TEST_CASE("an AnyScheduler steps an integer batch size if its action grows it") {
  AnyScheduler scheduler{LatestValue{}, EveryInterval(1), Unlimited{}, GrowBatchSize{}};
  std::int64_t size = 16;
  CHECK(scheduler.step(size, 0.0) == Decision::decay);
  CHECK(size == 160);
  LearningRate rate{1.0};
  CHECK(test::message<std::invalid_argument>([&] { (void)scheduler.step(rate, 0.0); }) ==
        "the action changes a batch size, and there is none");
}
