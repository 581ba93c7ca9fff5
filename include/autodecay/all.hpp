#pragma once

/// The whole library, which needs the standard library alone. The adapters for Boost.Accumulators
/// and LibTorch, and the rules of other frameworks (compat.hpp), have to be included separately.

#include <autodecay/version.hpp>

// The vocabulary: Decision, Stage, Measurement and the concepts of the four policies.
#include <autodecay/concepts.hpp>
#include <autodecay/measurement.hpp>
#include <autodecay/stage.hpp>

// loss -> level
#include <autodecay/average/exponential_moving_average.hpp>
#include <autodecay/average/latest_value.hpp>
#include <autodecay/average/simple_moving_average.hpp>

// level -> is the stage on a plateau?
#include <autodecay/stability/at_milestones.hpp>
#include <autodecay/stability/every_interval.hpp>
#include <autodecay/stability/improvement_test.hpp>
#include <autodecay/stability/linger.hpp>
#include <autodecay/stability/marginal_improvement.hpp>
#include <autodecay/stability/min_stage_length.hpp>
#include <autodecay/stability/no_improvement.hpp>
#include <autodecay/stability/relative_range.hpp>
#include <autodecay/stability/remaining_improvement.hpp>

// stage -> does it earn another stage?
#include <autodecay/drop/relative_drop.hpp>
#include <autodecay/drop/stage_limit.hpp>
#include <autodecay/drop/unlimited.hpp>

// several criteria combined into one
#include <autodecay/combination/all_of.hpp>
#include <autodecay/combination/any_of.hpp>

// what a decay changes, and how the library reaches learning rates and batch sizes
#include <autodecay/action/grow_batch_size.hpp>
#include <autodecay/action/learning_rate_sequence.hpp>
#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/action/sequence.hpp>
#include <autodecay/action/tail.hpp>
#include <autodecay/action/warm_up.hpp>
#include <autodecay/batch_size_traits.hpp>
#include <autodecay/optimizer_traits.hpp>

// the scheduler, the evidence behind its decisions, and the customisation points for policies
#include <autodecay/evidence.hpp>
#include <autodecay/hooks.hpp>
#include <autodecay/options.hpp>
#include <autodecay/resettable.hpp>
#include <autodecay/scheduler.hpp>

// one observation of many steps
#include <autodecay/statistics/block_mean.hpp>

// three named combinations of policies
#include <autodecay/presets.hpp>

// the saved form, recorded losses, and the variance formula of the paper (Eq. 3)
#include <autodecay/archive.hpp>
#include <autodecay/replay.hpp>
#include <autodecay/sweep.hpp>
#include <autodecay/theory.hpp>
