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

/// | option    | unit                                                   | range  | default |
/// |-----------|--------------------------------------------------------|--------|---------|
/// | runs      | of each shape with each noise                          | >= 1   | 200     |
/// | length    | observations of a stage that ends                      | >= 1   | 1000    |
/// | limit     | observations of a fall that never ends                 | >= 1   | 10000   |
/// | level     | deviation of the noise, share of the loss              | >= 0   | 0.01    |
/// | rho       | of the autoregressive noise                            | [0, 1) | 0.8     |
/// | scale     | observations, T of Shape                               | > 0    | 50      |
/// | floor     | share of the first loss                                | [0, 1] | 0.5     |
/// | lookahead   | observations: a stage is over when it loses in so many | >= 1   | 20      |
/// | tolerance | less than this share of its loss                       | > 0    | 0.01    |
/// | fall      | share that a fall without end loses in a lookahead       | (0, 1) | 0.05    |
/// | seed      |                                                        |        | 1       |
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
};

/// How a detector did on stages that end.
struct StageScore {
  std::size_t runs = 0;
  std::size_t false_alarms = 0;  ///< fired before the end
  std::size_t missed = 0;        ///< never fired
  std::vector<double> delays;    ///< of the others, in observations after the end

  void add(const StageScore& other);
};

/// How long a detector kept still on a fall that never ends.
struct RunLengthScore {
  std::size_t runs = 0;
  std::size_t silent = 0;  ///< did not fire within the limit
  double total = 0.0;      ///< observations to the first fire, or to the limit

  void add(const RunLengthScore& other);

  /// The mean run length; if some runs were silent it is longer than that.
  [[nodiscard]] double mean() const { return total / static_cast<double>(runs); }
};

/// A family's default in all simulations.
struct SimulatedScores {
  struct OfShape {
    Shape shape;
    Noise noise;
    std::int64_t end;  ///< of the stage, as TrueLoss has it
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

/// All families see the same losses. Throws std::invalid_argument for an option out of range, and
/// if a stage has not ended within its length.
[[nodiscard]] std::vector<SimulatedScores> simulate(std::span<const Family> families,
                                                    const SimulationOptions& options);

}  // namespace detection
