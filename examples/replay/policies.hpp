#pragma once

#include "criteria.hpp"
#include "one_of.hpp"

#include <iosfwd>
#include <optional>
#include <stdexcept>
#include <string>

#include <autodecay/all.hpp>

namespace replay_tool {

/// An invalid option. The message names the option, what is allowed and what was given.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Average = OneOf<autodecay::ExponentialMovingAverage, autodecay::SimpleMovingAverage,
                      autodecay::LatestValue>;
using Drop = OneOf<autodecay::RelativeDrop, autodecay::Unlimited, autodecay::StageLimit>;

/// The policies chosen at run time.
struct Policies {
  Average average;
  Stability stability;
  Drop drop;
  std::string text;  ///< the texts that chose them
};

/// The policies as texts of the command line: NAME, NAME:NUMBER,NUMBER,… or NAME:OPTION=VALUE,…
struct PolicyTexts {
  std::optional<std::string> average{};  ///< nothing: the criterion's default
  std::string stability = "range:5,0.01";
  std::optional<std::string> drop{};  ///< nothing: the criterion's default
  std::string epsilon = "1e-12";      ///< of RelativeRange and RelativeDrop
};

/// Throws UsageError if a text has another form, or if a number is out of the range of its option.
[[nodiscard]] Policies parse_policies(const PolicyTexts& texts);

/// Prints the available policies, with all options and their defaults.
void print_list(std::ostream& out);

}  // namespace replay_tool
