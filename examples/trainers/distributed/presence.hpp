#pragma once

#include "support/files.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace trainer {

/// Shows other processes that this one has not ended: it listens on a port, where the system answers
/// however busy the process is.
class Presence {
 public:
  /// Listens on a free port of `host`, an address of this machine. Throws std::system_error.
  explicit Presence(const std::string& host);

  /// Where this process listens: "127.0.0.1 40123".
  [[nodiscard]] const std::string& place() const { return place_; }

 private:
  support::Descriptor listener_;
  std::string place_;
};

/// The indices of the places whose processes have ended. Returns as soon as there is one, and none
/// after `patience`: a process that dies may lose its other connections first.
[[nodiscard]] std::vector<std::size_t> ended(const std::vector<std::string>& places,
                                             std::chrono::milliseconds patience);

}  // namespace trainer
