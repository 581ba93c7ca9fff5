#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace detection {

struct Interval {
  double low = 0.0;
  double high = 0.0;
};

/// The mean of at least one value.
[[nodiscard]] double mean_of(std::span<const double> values);

/// The quantile `q` in [0, 1] of at least one value, with linear interpolation between neighbours.
[[nodiscard]] double quantile_of(std::vector<double> values, double q);

/// Wilson's 95 % confidence interval for the probability of an event that occurred `hits` times in
/// `trials` trials. Unlike the normal approximation, it is also meaningful for few trials and for
/// no hits. [0, 1] for no trials. (E. B. Wilson, JASA 22, 1927.)
[[nodiscard]] Interval wilson_interval(std::size_t hits, std::size_t trials);

/// The 95 % confidence interval for the mean of the values, which are independent between groups, but
/// not within one. `groups` has the group of each value, from 0, and every group up to the last has a
/// value. With equally large groups this is Student's interval for the means of the groups. With
/// groups of different sizes, the variance and the degrees of freedom are those of Bell & McCaffrey
/// (Survey Methodology 28, 2002), which hold for few groups. The interval of one group is unbounded.
[[nodiscard]] Interval grouped_interval(std::span<const double> values,
                                        std::span<const std::size_t> groups);

}  // namespace detection
