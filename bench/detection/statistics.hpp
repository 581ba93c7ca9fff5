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

/// Of at least one number.
[[nodiscard]] double mean_of(std::span<const double> values);

/// The value below which the share `q` in [0, 1] of at least one number lies, linear between
/// neighbours.
[[nodiscard]] double quantile_of(std::vector<double> values, double q);

/// Wilson's interval that holds the probability of something with 95 % confidence, which happened
/// `hits` times in `trials`: sensible for few trials and for no hit at all, where the usual one is
/// not. [0, 1] for no trial. (E. B. Wilson, JASA 22, 1927.)
[[nodiscard]] Interval wilson_interval(std::size_t hits, std::size_t trials);

/// The interval that holds the mean of the values with 95 % confidence, by a bootstrap that draws
/// whole groups: values of one group are not independent. `groups` has the group of each value,
/// counted from 0, and all groups up to the last one have a value. The same on every run.
[[nodiscard]] Interval bootstrap_interval(std::span<const double> values,
                                          std::span<const std::size_t> groups);

}  // namespace detection
