#include "support/registry.hpp"
#include "target.hpp"

#include <cstddef>

#include <autodecay/runtime/grammar.hpp>

namespace fuzz {

using namespace autodecay::runtime;

std::vector<std::string> seeds() {
  return {"auto",
          "ema(0.9) | range(window=5, tolerance=0.01) | drop(0.95) | scale(0.1)",
          "auto(window=10, reference=previous_level) | all(drop, stages(3)) | grow(limit=512)",
          "all(min_length(9), any(range, every(50), at(3, 7))) | unlimited | rates(0.1, 0.01)",
          "mean(3) | dlib_plateau(20, discard=0.25) | stages(unlimited) | sequence(scale, grow)",
          "pytorch(5,factor=0.5)",
          "remaining_improvement | scale(1e-3)"};
}

std::string mended(std::string input) { return input; }

bool accepts(std::string_view input) {
  const Registry& registry = support::registry();
  // A window of millions is valid and takes that much memory.
  std::size_t digits = 0;
  for (const char c : input) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits > 5) return false;
  }
  try {
    const AnyScheduler scheduler = parse(input, registry);
    const std::string text = to_text(scheduler, registry);
    const AnyScheduler again = parse(text, registry);
    require(again == scheduler, "a scheduler's text makes the scheduler");
    require(to_text(again, registry) == text, "a scheduler has one text");
    require(to_cpp(again, registry) == to_cpp(scheduler, registry), "and one C++ expression");
    return true;
  } catch (const GrammarError& error) {
    require(error.position() <= input.size(), "an error points into the text or to its end");
    return false;
  }
}

}  // namespace fuzz
