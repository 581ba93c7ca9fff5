// A scheduler that is chosen at run time: see docs/guides/choosing-at-run-time.md.

#include <exception>
#include <iostream>

#include <autodecay/archive.hpp>
#include <autodecay/runtime/parse.hpp>

namespace {

struct TwoRises {
  double previous = 1e300;
  int rises = 0;

  bool update(double level) noexcept {
    rises = level > previous ? rises + 1 : 0;
    previous = level;
    return rises >= 2;
  }
  bool operator==(const TwoRises&) const = default;
};

}  // namespace

int main() {
  using namespace autodecay;
  {
    // [parse]
    runtime::AnyScheduler scheduler =
        runtime::parse("ema(0.8) | range(window=10) | drop | scale(0.2)");
    std::cout << runtime::to_text(scheduler) << '\n' << runtime::to_cpp(scheduler) << '\n';

    LearningRate rate{0.1};
    const Decision decision = scheduler.step(rate, 2.5);
    // [parse]
    std::cout << decision << '\n';
  }
  // [error]
  try {
    (void)runtime::parse("ema(0.8) | range(windw=10)");
  } catch (const std::exception& error) {
    std::cout << error.what() << '\n';
  }
  // [error]
  // [registry]
  runtime::Registry registry = runtime::standard_registry();
  registry.add<TwoRises>({.name = "two_rises", .type = "TwoRises", .phrase = "two rises in a row"});
  const runtime::AnyScheduler mine = runtime::parse("two_rises | stages(3)", registry);
  std::cout << runtime::to_cpp(mine, registry) << '\n';
  // [registry]
}
