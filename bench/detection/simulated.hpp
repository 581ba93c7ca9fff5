#pragma once

#include "detection/families.hpp"
#include "detection/simulation.hpp"
#include "detection/statistics.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace detection {

/// The simulated stages, and the definition of their end.
struct SimulationOptions {
  std::int64_t runs = 200;
  std::int64_t length = 1000;
  std::int64_t limit = 10'000;
  double level = 0.01;
  double rho = 0.8;
  double scale = 50.0;
  double floor = 0.5;
  std::int64_t lookahead = 20;
  double tolerance = 0.01;
  double fall = 0.05;
  std::uint64_t seed = 1;

  static void describe(auto& options, auto&& option) {
    using namespace autodecay;
    option("runs", options.runs, at_least(1), "", "runs of each shape with each noise");
    option("length", options.length, at_least(1), "observations", "length of a stage that ends");
    option("limit", options.limit, at_least(1), "observations",
           "length of a run whose loss never stops improving");
    option("level", options.level, finite_from(0), "share of the loss", "deviation of the noise");
    option("rho", options.rho, from_below(0, 1), "", "autocorrelation of the autoregressive noise");
    option("scale", options.scale, greater_than(0), "observations", "T of Shape");
    option("floor", options.floor, finite_from(0), "share of the first loss",
           "floor of the true loss");
    option("lookahead", options.lookahead, at_least(1), "observations",
           "a stage is over if it improves by less than the tolerance within these");
    option("tolerance", options.tolerance, greater_than(0), "share of the loss", "see lookahead");
    option("fall", options.fall, between(0, 1), "share of the loss",
           "improvement within the lookahead of a loss that never stops improving");
  }
};

/// The results of a detector on stages that end.
struct StageScore {
  std::size_t runs = 0;
  std::size_t false_alarms = 0;  ///< fired before the end
  std::size_t missed = 0;        ///< never fired
  std::vector<double> delays;    ///< of the other runs, in observations after the end

  void add(const StageScore& other);
};

/// How long a detector stays silent on a loss that never stops improving.
struct RunLengthScore {
  std::size_t runs = 0;
  std::size_t silent = 0;  ///< did not fire within the limit
  double total = 0.0;      ///< observations to the first fire, or to the limit

  void add(const RunLengthScore& other);

  /// The mean run length; a lower bound if some runs were silent.
  [[nodiscard]] double mean() const { return total / static_cast<double>(runs); }
};

/// The results of a family's default in all simulations.
struct SimulatedScores {
  struct OfShape {
    Shape shape;
    Noise noise;
    std::int64_t end;  ///< end of the stage, from TrueLoss
    StageScore score;
  };
  struct OfFall {
    Noise noise;
    RunLengthScore score;
  };

  std::string family;
  std::string setting;
  std::vector<OfShape> stages;
  std::vector<OfFall> falls;
};

/// Simulates all families on the same losses. Throws std::invalid_argument for an option out of
/// range, and if a stage does not end within its length.
[[nodiscard]] std::vector<SimulatedScores> simulate(std::span<const Family> families,
                                                    const SimulationOptions& options);

}  // namespace detection
