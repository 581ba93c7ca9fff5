#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

#include <autodecay/autodecay.hpp>

namespace replay_tool {

/// An option that cannot be used; says which, what is allowed and what was given.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Average = std::variant<autodecay::ExponentialMovingAverage, autodecay::SimpleMovingAverage,
                             autodecay::LatestValue>;
using Stability = std::variant<autodecay::RelativeRange, autodecay::NoImprovement>;
using Drop = std::variant<autodecay::RelativeDrop, autodecay::Always, autodecay::StageLimit>;

/// The policies that were chosen at run time.
struct Policies {
  Average average;
  Stability stability;
  Drop drop;
};

/// The forms in which policies are given on the command line.
struct PolicyTexts {
  std::string average = "ema:0.9";         ///< ema:BETA, mean:WINDOW or none
  std::string stability = "range:5,0.01";  ///< range:WINDOW,TOLERANCE or patience:COUNT,RELATIVE
  std::string drop = "ratio:0.95";         ///< ratio:RATIO, always or stages:COUNT
  std::string epsilon = "1e-12";           ///< of RelativeRange and RelativeDrop
};

/// Throws UsageError if a text has another form, or a number is out of the range of its policy.
[[nodiscard]] Policies parse_policies(const PolicyTexts& texts);

}  // namespace replay_tool
