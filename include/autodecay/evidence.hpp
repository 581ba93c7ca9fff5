#pragma once

#include <cstdint>
#include <iosfwd>

#include <autodecay/concepts.hpp>

namespace autodecay {

/// Why a scheduler decided as it did: the stage its latest observation belonged to, and what its
/// two criteria measured there. It prints itself:
///
///   stage 2 ended after 37 observations: spread 0.0091 < 0.01, loss at 0.62 of its start <= 0.95
///
/// The numbers are printed with the stream's precision.
struct Evidence {
  Decision decision = Decision::hold;
  Stage stage{};
  Measurement stability{};
  Measurement drop{};
  std::int64_t consecutive_nonfinite = 0;  ///< losses that were not finite since the last that was

  bool operator==(const Evidence&) const = default;
};

/// Prints "spread 0.0091 < 0.01".
template <typename Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const Measurement& measurement) {
  out << measurement.label << ' ' << measurement.value << ' ';
  if (!measurement.unit.empty()) out << measurement.unit << ' ';
  return out << measurement.relation << ' ' << measurement.limit;
}

template <typename Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const Evidence& evidence) {
  const Stage& stage = evidence.stage;
  out << "stage " << stage.index;
  out << (evidence.decision == Decision::hold ? " goes on after " : " ended after ");
  out << stage.observations << (stage.observations == 1 ? " observation" : " observations");
  const char* separator = ": ";
  for (const Measurement* measurement : {&evidence.stability, &evidence.drop}) {
    if (measurement->relation.empty()) continue;
    out << separator << *measurement;
    separator = ", ";
  }
  if (evidence.consecutive_nonfinite > 0)
    out << separator << evidence.consecutive_nonfinite << " not finite in a row";
  return out;
}

}  // namespace autodecay
