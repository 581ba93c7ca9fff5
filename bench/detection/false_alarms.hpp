#pragma once

#include "detection/simulation.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <autodecay/stability/improvement_test.hpp>

/// When ImprovementTest ends simulated stages, and which of its ends are false alarms.
namespace detection::false_alarms {

/// A loss without its noise.
struct Scenario {
  std::string name;
  TrueLoss truth;
};

struct NoiseKind {
  const char* name;
  Noise noise;
  double rho;
};

struct Options {
  autodecay::ImprovementTest::Options criterion;
  std::int64_t runs = 1000;
  std::int64_t length = 4000;
  std::int64_t patience = 20'000;
  std::uint64_t seed = 1;
};

/// Losses that improve during the whole run, at a constant or decreasing pace. The last two slow
/// down until they improve by less than the tolerance.
[[nodiscard]] std::vector<Scenario> falling(const Options& options);

/// Losses that are flat before they improve again.
[[nodiscard]] std::vector<Scenario> stairs(const Options& options);

/// Losses that stop improving.
[[nodiscard]] std::vector<Scenario> resting();

/// The observations after which the criterion first fires, in runs of at most `length` observations
/// with noise of this size relative to the loss. Runs without a fire are left out.
[[nodiscard]] std::vector<std::int64_t> fires(const Options& options, const TrueLoss& truth,
                                              const NoiseKind& noise, double level,
                                              std::int64_t length);

/// Whether the true loss improves by at least the tolerance over the lookahead after t observations.
[[nodiscard]] bool falls_next(const autodecay::ImprovementTest::Options& criterion,
                              const TrueLoss& truth, std::int64_t t);

/// Whether the true loss improves by at least the tolerance between t observations and `length`.
[[nodiscard]] bool falls_later(const autodecay::ImprovementTest::Options& criterion,
                               const TrueLoss& truth, std::int64_t t, std::int64_t length);

/// Whether the line through the true losses of the latest third of t observations improves enough.
[[nodiscard]] bool fell_lately(const autodecay::ImprovementTest::Options& criterion,
                               const TrueLoss& truth, std::int64_t t);

}  // namespace detection::false_alarms
