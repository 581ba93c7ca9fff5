#include "support/message.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/runtime/parse.hpp>
#include <autodecay/runtime/registry.hpp>

using namespace autodecay;
using namespace autodecay::runtime;

namespace {

/// A criterion as a user adds one: a header like this, and the row below.
class Rises {
 public:
  struct Options {
    std::int64_t count = 2;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("count", options.count, at_least(1), "observations", "rises in a row");
    }
  };

  Rises() : Rises(Options{}) {}
  explicit Rises(Options options) : options_(checked("Rises", options)) {}

  bool update(double level) noexcept {
    rises_ = level > previous_ ? rises_ + 1 : 0;
    previous_ = level;
    return rises_ >= options_.count;
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  bool operator==(const Rises&) const = default;

 private:
  Options options_;
  std::int64_t rises_ = 0;
  double previous_ = 0.0;
};

struct Halve {
  template <Optimizer O>
  void operator()(O& optimizer, const Stage&) const {
    lower_learning_rates(optimizer, [](double rate) { return rate / 2; });
  }
  bool operator==(const Halve&) const = default;
};

}  // namespace

TEST_CASE("one row makes a policy known to texts, in both directions") {
  const Registry registry =
      standard_registry()
          .add<Rises>({.name = "rises", .type = "Rises", .phrase = "…", .average = "latest"})
          .add<Halve>({.name = "halve", .type = "Halve", .phrase = "halves every rate"});
  AnyScheduler scheduler = parse("rises(count=3) | unlimited | halve", registry);
  CHECK(to_text(scheduler, registry) == "latest | rises(count=3) | unlimited | halve");
  CHECK(to_cpp(scheduler, registry) ==
        "Scheduler{LatestValue{}, Rises({.count = 3}), Unlimited{}, Halve{}}");
  LearningRate rate{1.0};
  for (const double loss : {1.0, 2.0}) CHECK(scheduler.step(rate, loss) == Decision::hold);
  CHECK(scheduler.step(rate, 3.0) == Decision::decay);
  CHECK(rate.value == 0.5);
  CHECK(to_text(parse("all(range, rises)", registry), registry) ==
        "ema | all(range, rises) | drop | scale");
  CHECK(test::message<GrammarError>([&] {
          (void)parse("rises(0)", registry);
        }).starts_with("count must be at least 1 observation, got 0\n"));
}

TEST_CASE("the standard registry does not know a policy that was added to another") {
  CHECK(standard_registry().find<AnyCriterion>("rises") == nullptr);
  const AnyScheduler scheduler{LatestValue{}, Rises{}, Unlimited{}, ScaleLearningRate{}};
  CHECK(test::message<std::invalid_argument>([&] { (void)to_text(scheduler); }) ==
        "a policy that is not in the registry; pass the registry that it was added to");
}

TEST_CASE("a name that is taken, or that no text can contain, is refused") {
  Registry registry = standard_registry();
  const auto refusal = [&](const char* name) {
    return test::message<std::invalid_argument>(
        [&] { registry.add<Rises>({.name = name, .type = "Rises", .phrase = "…"}); });
  };
  CHECK(refusal("range") == "Registry: 'range' already names a policy of this kind");
  CHECK(refusal("") ==
        "Registry: '' is no name; expected letters, digits and the characters _ . + -");
  CHECK(refusal("my rises").starts_with("Registry: 'my rises' is no name"));
  CHECK(refusal("my_rises").empty());
  CHECK(test::message<std::invalid_argument>([&] {
          registry.add_list<AnyCriterion>({"at", "AtMilestones", "…"}, &AtMilestones::milestones);
        }) == "Registry: 'at' already names a policy of this kind");
}

TEST_CASE("a combination is of the kind of its first argument") {
  const Registry registry = standard_registry();
  const auto kind = [&](const char* text) {
    const Expression part = ExpressionParser(text).pipeline().front();
    return std::to_string(registry.knows<AnyCriterion>(part)) +
           std::to_string(registry.knows<AnyDrop>(part));
  };
  CHECK(kind("all(range)") == "10");
  CHECK(kind("all(drop)") == "01");
  CHECK(kind("any(all(stages(3)))") == "01");
  CHECK(kind("all") == "11");
  CHECK(kind("rnge") == "00");
}
