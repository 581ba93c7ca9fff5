#pragma once

#include <string>
#include <vector>

#include <autodecay/options.hpp>

namespace autodecay::runtime {

/// An option of a policy, as a program shows it to its user.
struct OptionDescription {
  std::string name;
  std::string value;                 ///< its default as a text reads it; empty if it has none
  std::string unit;                  ///< "" for none
  std::string phrase;                ///< explains the option
  Range range{};                     ///< of a number
  bool whole = false;                ///< a whole number
  std::vector<std::string> names{};  ///< the values of an option that is no number
};

}  // namespace autodecay::runtime
