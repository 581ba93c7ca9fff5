#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <utility>

#include <autodecay/concepts.hpp>

namespace autodecay {

/// The reasons for a scheduler's latest decision: the stage of its latest observation, and what its
/// two criteria measured in that stage. It can be printed:
///
///   decay after 37 observations of stage 2: spread 0.009 < 0.01, loss at 0.62 of the previous
///   stage's end <= 0.95
///
/// The reasons for the end of a training with a tail are those of the observation before the tail,
/// whose decision is hold and whose `tail_begins` is true.
///
/// The numbers are printed with the stream's precision.
struct Evidence {
  Decision decision = Decision::hold;
  Stage stage{};
  std::optional<Measurement> stability{};  ///< of the criterion, or of the action that led
  std::optional<Measurement> drop{};       ///< of the drop criterion, if it was asked
  std::int64_t consecutive_nonfinite = 0;  ///< non-finite losses since the latest finite one

  bool exhausted = false;    ///< the training ends because the action could change nothing
  bool tail_begins = false;  ///< the action leads from the next observation to the stop

  bool operator==(const Evidence&) const = default;
};

template <typename Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const Evidence& evidence) {
  const Stage& stage = evidence.stage;
  out << evidence.decision << " after " << stage.observations
      << (stage.observations == 1 ? " observation" : " observations") << " of stage "
      << stage.index;
  const char* separator = ": ";
  for (const auto& measurement : {evidence.stability, evidence.drop})
    if (measurement) out << std::exchange(separator, ", ") << *measurement;
  if (evidence.exhausted) out << std::exchange(separator, ", ") << "nothing left to change";
  if (evidence.tail_begins) out << "; the tail begins";
  if (evidence.consecutive_nonfinite > 0)
    out << (evidence.decision == Decision::stop ? separator : "; since then ")
        << evidence.consecutive_nonfinite
        << (evidence.consecutive_nonfinite == 1 ? " non-finite loss"
                                                : " consecutive non-finite losses");
  return out;
}

}  // namespace autodecay
