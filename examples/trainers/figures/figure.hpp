#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace figures {

/// Whether a claim of the paper holds in the figure made here.
enum class Verdict : std::uint8_t {
  holds,
  fails,
  undecided  ///< too few trainings, or too much scatter
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
  std::string text;  ///< one line with the claim and the measured numbers
};

/// A claim as one line of a figure's text: the verdict, the claim, and what of it was fixed before the
/// trainings and what after their results had been seen.
[[nodiscard]] inline std::string line_of(const Claim& claim, std::string_view basis) {
  return std::string(to_string(claim.verdict)) + ": " + claim.text + "; " + std::string(basis);
}

}  // namespace figures
