#pragma once

/// Knowing when a training stage is over, and what to do then. Standard library only; the adapters
/// for Boost.Accumulators and LibTorch, and the rules of other frameworks (compat.hpp), are included
/// by themselves.

#include <autodecay/version.hpp>

// The vocabulary: Decision, Stage, Measurement and the concepts of the four policies.
#include <autodecay/concepts.hpp>
#include <autodecay/measurement.hpp>
#include <autodecay/stage.hpp>

// loss -> level
#include <autodecay/average/exponential_moving_average.hpp>
#include <autodecay/average/latest_value.hpp>
#include <autodecay/average/simple_moving_average.hpp>

// level -> is it a plateau?
#include <autodecay/stability/at_milestones.hpp>
#include <autodecay/stability/every_interval.hpp>
#include <autodecay/stability/improvement_test.hpp>
#include <autodecay/stability/min_stage_length.hpp>
#include <autodecay/stability/no_improvement.hpp>
#include <autodecay/stability/relative_range.hpp>
#include <autodecay/stability/remaining_improvement.hpp>

// stage -> did it earn another one?
#include <autodecay/drop/relative_drop.hpp>
#include <autodecay/drop/stage_limit.hpp>
#include <autodecay/drop/unlimited.hpp>

// several criteria as one
#include <autodecay/combination/all_of.hpp>
#include <autodecay/combination/any_of.hpp>

// what a decay does, to which optimizers and batch sizes
#include <autodecay/action/grow_batch_size.hpp>
#include <autodecay/action/learning_rate_sequence.hpp>
#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/action/sequence.hpp>
#include <autodecay/batch_size_traits.hpp>
#include <autodecay/optimizer_traits.hpp>

// the flow itself, why it decided, and how policies take part in it
#include <autodecay/evidence.hpp>
#include <autodecay/hooks.hpp>
#include <autodecay/options.hpp>
#include <autodecay/resettable.hpp>
#include <autodecay/scheduler.hpp>

// three combinations that have a name
#include <autodecay/presets.hpp>

// the saved form, recorded losses, and what Eq. 3 says
#include <autodecay/archive.hpp>
#include <autodecay/replay.hpp>
#include <autodecay/sweep.hpp>
#include <autodecay/theory.hpp>
