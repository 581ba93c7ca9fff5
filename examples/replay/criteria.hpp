#pragma once

#include "arguments/arguments.hpp"
#include "one_of.hpp"

#include <string_view>
#include <vector>

#include <autodecay/all.hpp>
#include <autodecay/compat/dlib_plateau.hpp>
#include <autodecay/compat/keras_plateau.hpp>
#include <autodecay/compat/optax_plateau.hpp>
#include <autodecay/compat/pytorch_plateau.hpp>
#include <autodecay/stability/improvement_test.hpp>
#include <autodecay/stability/remaining_improvement.hpp>

namespace replay_tool {

using arguments::Arguments;

using Stability =
    OneOf<autodecay::RelativeRange, autodecay::NoImprovement, autodecay::ImprovementTest,
          autodecay::RemainingImprovement, autodecay::EveryInterval,
          autodecay::compat::PyTorchPlateau, autodecay::compat::DlibPlateau,
          autodecay::compat::KerasPlateau, autodecay::compat::OptaxPlateau>;

/// A stability criterion that can be chosen by name.
struct Criterion {
  std::string_view name;
  std::string_view help;
  /// Makes the criterion. Options that are not given have their defaults; `epsilon` is the default
  /// of an option of that name, from the command line.
  Stability (*make)(Arguments& options, double epsilon);
  /// The average and the drop criterion if the command line gives none. A rule of another framework
  /// sees the unsmoothed loss and never ends a training.
  std::string_view average = "ema:0.9";
  std::string_view drop = "ratio:0.95";
};

/// All criteria. A new criterion needs an entry here, and its type in Stability.
[[nodiscard]] const std::vector<Criterion>& criteria();

}  // namespace replay_tool
