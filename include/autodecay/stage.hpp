#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace autodecay {

/// What a scheduler answers to an observation. A caller that wants no answer says so: (void).
enum class [[nodiscard]] Decision : std::uint8_t{
    hold,   ///< the stage goes on
    decay,  ///< the stage is over: lower the learning rate, the next stage has begun
    stop    ///< the stage is over and earned no other: end the training
};

/// "hold", "decay" and "stop".
[[nodiscard]] constexpr std::array<std::string_view, 3> names_of(Decision) noexcept {
  return {"hold", "decay", "stop"};
}

/// The name of a decision.
[[nodiscard]] constexpr std::string_view to_string(Decision decision) noexcept {
  return names_of(decision)[static_cast<std::size_t>(decision)];
}

/// Whether a saved count can be counted on from: not negative, and far from overflow.
[[nodiscard]] constexpr bool is_count(std::int64_t count) noexcept {
  return count >= 0 && count <= std::int64_t{1} << 62;
}
/// The observations between two decays.
struct Stage {
  std::int64_t index = 1;         ///< 1, 2, …
  std::int64_t observations = 0;  ///< t, counted within the stage
  double first_level = 0.0;       ///< ĝ(1), the stage's first level; 0 before any observation
  double level = 0.0;             ///< ĝ(t), the latest level; 0 before any observation
  /// The level at which the previous stage ended. In stage 1 the loss of the untrained model, if it
  /// was given to Scheduler::begin(), and otherwise nothing.
  std::optional<double> previous_level{};

  bool operator==(const Stage&) const = default;

  void archive(auto& ar) {
    ar.field("index", index);
    ar.field("observations", observations);
    ar.field("first_level", first_level);
    ar.field("level", level);
    ar.field("previous_level", previous_level);
    ar.require(index >= 1 && is_count(index) && is_count(observations),
               "index in [1, 2^62] and observations in [0, 2^62]");
  }
};

}  // namespace autodecay
