#pragma once

#include "detection/false_alarms.hpp"

namespace detection::false_alarms {

/// Prints the rates of false alarms while losses improve, and the highest rate.
void print_falling(const Options& options);

/// Prints the delays on plateaus: the median and the 10 % and 90 % quantiles of the runs that fired.
void print_resting(const Options& options);

/// Prints the rates of false alarms on stairs, by a step still to come and by the trend so far.
void print_stairs(const Options& options);

}  // namespace detection::false_alarms
