#pragma once

#include "support/text.hpp"

#include <stdexcept>
#include <string>
#include <type_traits>

namespace support {

/// The command line is invalid: an option's value, or the path it names. The message names the
/// option, what is allowed and what was given. Exit code 2; nothing is written.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws UsageError that names the option, its range and its value unless `accepted`.
inline void require(bool accepted, const std::string& option, const std::string& range,
                    const std::string& value) {
  if (!accepted) throw UsageError(option + " must be " + range + ", got " + value);
}

template <typename Number>
requires std::is_arithmetic_v<Number>
void require(bool accepted, const std::string& option, const std::string& range, Number value) {
  require(accepted, option, range, to_text(value));
}

/// Calls `parse` and turns std::invalid_argument into a UsageError that names the option.
template <typename Parse>
void require_parses(const std::string& option, const Parse& parse) {
  try {
    parse();
  } catch (const std::invalid_argument& error) {
    throw UsageError(option + ": " + error.what());
  }
}

}  // namespace support
