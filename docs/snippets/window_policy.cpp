// A criterion of one's own with an option, a window and a name in texts: see
// docs/guides/your-own-policy.md.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include <autodecay/archive.hpp>
#include <autodecay/runtime/parse.hpp>

// [policy]
class NotBelow {  // a stage is over once the level is not below the one `distance` observations ago
 public:
  struct Options {
    std::int64_t distance = 10;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {  // name, member, range, unit, meaning
      option("distance", options.distance, autodecay::from_to(1, 1000000), "observations",
             "how far back the level is compared");
    }
  };

  NotBelow() : NotBelow(Options{}) {}
  explicit NotBelow(Options options)  // NotBelow{{.distance = 10}}
      : options_(autodecay::checked("NotBelow", options)),
        levels_(static_cast<std::size_t>(options.distance)) {}

  bool update(double level) noexcept {
    double& earlier = levels_[static_cast<std::size_t>(count_ % options_.distance)];
    const bool stable = count_ >= options_.distance && level >= earlier;
    earlier = level;
    ++count_;
    return stable;
  }

  void reset() noexcept {  // required, because copying the window might throw
    count_ = 0;
    std::ranges::fill(levels_, 0.0);
  }

  Options options() const noexcept { return options_; }  // for the saved form and for texts
  bool operator==(const NotBelow&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("NotBelow", 1);
    ar.options(self);
    ar.field("count", self.count_, autodecay::any_count);
    ar.elements(
        "levels", self.levels_.size(), [&](std::size_t i) -> auto& { return self.levels_[i]; });
  }

 private:
  Options options_;
  std::int64_t count_ = 0;
  std::vector<double> levels_;  // allocated once, by the constructor
};
// [policy]

int main() {
  // [use]
  using namespace autodecay;
  runtime::Registry registry = runtime::standard_registry();
  registry.add<NotBelow>({.name = "not_below",
                          .type = "NotBelow",
                          .phrase = "the level is not below an earlier one",
                          .average = "latest"});
  runtime::AnyScheduler scheduler = runtime::parse("not_below(3) | stages(2)", registry);
  // [use]
  LearningRate rate{0.1};
  for (const double loss : {5.0, 4.0, 3.0, 2.9, 2.8, 3.1, 1.0, 1.1, 0.9, 0.8, 1.2}) {
    const std::string saved = save(scheduler);
    scheduler = runtime::parse("not_below(3) | stages(2)", registry);
    load(saved, scheduler);
    if (scheduler.step(rate, loss) != Decision::hold) std::cout << scheduler.evidence() << '\n';
  }
  std::cout << runtime::to_text(scheduler, registry) << '\n';
}
