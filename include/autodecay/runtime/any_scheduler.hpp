#pragma once

#include <autodecay/runtime/any_policy.hpp>
#include <autodecay/scheduler.hpp>

namespace autodecay::runtime {

/// A scheduler whose policies are chosen at run time. It is a value like every other scheduler, and
/// its saved form is that of a Scheduler of the policies it holds:
///
///   AnyScheduler scheduler = parse("ema(0.9) | range(window=10) | drop | scale(0.1)");
///   if (scheduler.step(optimizer, loss) == Decision::stop) break;
///
/// It steps any optimizer with learning rates, a batch size or both. step() throws
/// std::invalid_argument if the action is due and the optimizer lacks what it changes.
using AnyScheduler = Scheduler<AnyAverage, AnyCriterion, AnyDrop, AnyAction>;

}  // namespace autodecay::runtime
