#pragma once

#include <autodecay/concepts.hpp>

namespace autodecay {

/// Every stage earns another one; the caller ends the training. Stateless.
class Always {
 public:
  static constexpr bool counts_only = true;

  [[nodiscard]] bool significant(const Stage&) const noexcept { return true; }

  void reset() noexcept {}

  bool operator==(const Always&) const = default;

  void archive(auto& ar) { ar.type("Always", 1); }
};

}  // namespace autodecay
