#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string_view>

#include <autodecay/options.hpp>

namespace autodecay {

/// A scheduler's answer to an observation. A caller that does not need it casts it to void.
enum class [[nodiscard]] Decision : std::uint8_t{
    hold,   ///< the stage continues
    decay,  ///< the stage is over and the next has begun: lower the learning rate
    stop    ///< the stage is over and earned no further stage: end the training
};

/// "hold", "decay" and "stop".
[[nodiscard]] constexpr std::array<std::string_view, 3> names_of(Decision) noexcept {
  return {"hold", "decay", "stop"};
}

/// The name of a decision.
[[nodiscard]] constexpr std::string_view to_string(Decision decision) noexcept {
  return names_of(decision)[static_cast<std::size_t>(decision)];
}

/// Prints the name of a decision.
template <typename Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             Decision decision) {
  return out << to_string(decision);
}

/// The observations between two decays.
struct Stage {
  std::int64_t index = 1;         ///< 1, 2, …
  std::int64_t observations = 0;  ///< t, counted within the stage
  double first_level = 0.0;       ///< ĝ(1), the stage's first level; 0 before any observation
  double level = 0.0;             ///< ĝ(t), the latest level; 0 before any observation
  /// The level at which the previous stage ended. In stage 1, the loss of the untrained model if
  /// Scheduler::begin() was called, and otherwise nothing.
  std::optional<double> previous_level{};

  bool operator==(const Stage&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.field("index", self.index, from_to(1, 0x1p62));
    ar.field("observations", self.observations, any_count);
    ar.field("first_level", self.first_level);
    ar.field("level", self.level);
    ar.field("previous_level", self.previous_level);
  }
};

}  // namespace autodecay
