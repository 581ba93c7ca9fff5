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
  /// Makes one of the options that are given, and of the defaults of the others. `epsilon` is the
  /// command line's default of options of this name.
  Stability (*make)(Arguments& options, double epsilon);
  /// What goes with it if the command line does not say. A rule of another framework sees the bare
  /// loss and never ends a training.
  std::string_view average = "ema:0.9";
  std::string_view drop = "ratio:0.95";
};

/// All there are. A new one is an entry here, and its type one of Stability's.
[[nodiscard]] const std::vector<Criterion>& criteria();

}  // namespace replay_tool
