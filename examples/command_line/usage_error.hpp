#pragma once

#include <stdexcept>

namespace command_line {

/// The command line is invalid: an option's value, or the path it names. The message names the
/// option, what is allowed and what was given. Exit code 2; nothing is written.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace command_line
