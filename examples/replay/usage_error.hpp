#pragma once

#include <stdexcept>

namespace replay_tool {

/// An invalid option. The message names the option, what is allowed and what was given.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace replay_tool
