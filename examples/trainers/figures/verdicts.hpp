#pragma once

#include "figures/figure.hpp"
#include "support/statistics.hpp"

#include <algorithm>
#include <vector>

namespace figures {

/// The position of an interval: certainly above, certainly below, or undecided.
[[nodiscard]] inline Verdict above(const support::Sample& sample, double value) {
  return sample.is_above(value)   ? Verdict::holds
         : sample.is_below(value) ? Verdict::fails
                                  : Verdict::undecided;
}

/// Holds if all hold, fails if one fails.
[[nodiscard]] inline Verdict all_of(const std::vector<Verdict>& verdicts) {
  const auto is = [](Verdict wanted) { return [wanted](Verdict each) { return each == wanted; }; };
  if (std::any_of(verdicts.begin(), verdicts.end(), is(Verdict::fails))) return Verdict::fails;
  return std::all_of(verdicts.begin(), verdicts.end(), is(Verdict::holds)) ? Verdict::holds
                                                                           : Verdict::undecided;
}

}  // namespace figures
