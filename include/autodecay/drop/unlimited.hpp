#pragma once

#include <autodecay/concepts.hpp>

namespace autodecay {

/// Every stage earns another stage, and the caller has to end the training. Stateless.
class Unlimited {
 public:
  static constexpr bool counts_only = true;

  [[nodiscard]] bool significant(const Stage&) const noexcept { return true; }

  bool operator==(const Unlimited&) const = default;

  static void archive(auto&, auto& ar) { ar.type("Unlimited", 1); }
};

}  // namespace autodecay
