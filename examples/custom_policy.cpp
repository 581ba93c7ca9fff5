// A user-defined stability criterion, combined with the library's policies: a stage is over once
// the level has risen twice in succession, as a validation loss does when a model begins to
// overfit.

#include <iostream>
#include <limits>

#include <autodecay/all.hpp>

struct TwoRises {
  int rises = 0;
  double previous = std::numeric_limits<double>::infinity();

  bool update(double level) noexcept {
    rises = level > previous ? rises + 1 : 0;
    previous = level;
    return rises >= 2;
  }
  bool operator==(const TwoRises&) const = default;

  // [optional]
  // Its line in the evidence, and its saved form.
  [[nodiscard]] autodecay::Measurement measure() const noexcept {
    static constexpr autodecay::Quantity risen{"risen for", "observations"};
    return {risen, static_cast<double>(rises), autodecay::Relation::at_least, 2.0};
  }
  static void archive(auto& self, auto& ar) {
    ar.type("TwoRises", 1);
    ar.field("rises", self.rises, autodecay::any_count);
    ar.field("previous", self.previous);
  }
  // [optional]
};

int main() {
  using namespace autodecay;
  Scheduler scheduler{LatestValue{}, TwoRises{}, RelativeDrop{{.ratio = 0.9}},
                      ScaleLearningRate{{.factor = 0.5}}};
  LearningRate rate{0.1};
  for (const double loss : {9.0, 6.0, 5.0, 5.5, 5.2, 5.3, 5.4, 4.0, 3.0, 3.1, 3.2, 3.0, 3.1, 3.2}) {
    const Decision decision = scheduler.step(rate, loss);
    std::cout << "loss " << loss << ", rate " << rate.value;
    if (decision != Decision::hold) std::cout << ": " << scheduler.evidence();
    std::cout << '\n';
  }
}
