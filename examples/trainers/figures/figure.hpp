#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace figures {

/// Whether what a figure of the paper shows holds in the figure that was made here.
enum class Verdict : std::uint8_t {
  holds,
  fails,
  undecided  ///< the trainings are too few, or scatter too much, to tell
};

[[nodiscard]] constexpr Verdict verdict_of(bool holds) {
  return holds ? Verdict::holds : Verdict::fails;
}

/// "holds", "does not hold" or "undecided".
[[nodiscard]] constexpr std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds:
      return "holds";
    case Verdict::fails:
      return "does not hold";
    default:
      return "undecided";
  }
}

struct Claim {
  Verdict verdict = Verdict::undecided;
  std::string text;  ///< one line that says the claim, and what was measured, in numbers
};

}  // namespace figures
