#pragma once

#include <stdexcept>

namespace autodecay {

/// What load() throws: which line, what was expected there, what was found.
class ArchiveError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace autodecay
