#pragma once

#include "arguments/arguments.hpp"
#include "one_of.hpp"

#include <string_view>
#include <vector>

#include <autodecay/autodecay.hpp>
#include <autodecay/peers/cntk.hpp>
#include <autodecay/peers/dlib.hpp>
#include <autodecay/peers/flux.hpp>
#include <autodecay/peers/keras.hpp>
#include <autodecay/peers/nnunet.hpp>
#include <autodecay/peers/optax.hpp>
#include <autodecay/peers/pytorch.hpp>
#include <autodecay/peers/slope.hpp>
#include <autodecay/peers/tensorpack.hpp>
#include <autodecay/stability/expected_fall.hpp>
#include <autodecay/stability/remaining_fall.hpp>

namespace replay_tool {

using arguments::Arguments;

using Stability =
    OneOf<autodecay::RelativeRange, autodecay::NoImprovement, autodecay::ExpectedFall,
          autodecay::RemainingFall, autodecay::EveryInterval, autodecay::peers::PyTorch,
          autodecay::peers::Dlib, autodecay::peers::Slope, autodecay::peers::Keras,
          autodecay::peers::Optax, autodecay::peers::NnUnet, autodecay::peers::Cntk,
          autodecay::peers::Tensorpack, autodecay::peers::Flux>;

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
