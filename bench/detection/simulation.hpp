#pragma once

#include "support/random_bits.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// Training stages simulated from formulas, so that the end of each stage is known.
namespace detection {

/// The decrease of the true loss from its start to its floor, with a time scale of T observations.
enum class Shape : std::uint8_t {
  exponential,  ///< floor + (start - floor) · exp(-s/T)
  power,        ///< floor + (start - floor) / (1 + s/T)
  staircase,    ///< four equal steps down, one after each T observations
  linear        ///< linear decrease over T observations, then constant
};

/// The noise added to the true loss, in units of `level` times the loss.
enum class Noise : std::uint8_t {
  gaussian,       ///< independent, standard deviation 1
  student,        ///< independent Student t with 3 degrees of freedom, scaled to deviation 1
  spikes,         ///< gaussian, with one in a hundred deviates ten times as large
  autoregressive  ///< gaussian, x(t) = rho · x(t-1) + sqrt(1 - rho²) · e(t), of deviation 1
};

inline constexpr Shape all_shapes[] = {Shape::exponential, Shape::power, Shape::staircase,
                                       Shape::linear};
inline constexpr Noise all_noises[] = {Noise::gaussian, Noise::student, Noise::spikes,
                                       Noise::autoregressive};

[[nodiscard]] std::string_view to_string(Shape shape) noexcept;
[[nodiscard]] std::string_view to_string(Noise noise) noexcept;

/// A stage's true loss, observation by observation.
///
/// | option | unit            | range          | default     |
/// |--------|-----------------|----------------|-------------|
/// | shape  |                 |                | exponential |
/// | start  | loss            | >= floor       | 1           |
/// | floor  | loss            | >= 0           | 0.5         |
/// | scale  | observations, T | > 0            | 50          |
///
/// An exponential decrease to a floor of 0 never ends: over any H observations, the loss improves
/// by the same share, 1 - exp(-H/T). Throws std::invalid_argument for an option out of range.
class TrueLoss {
 public:
  struct Options {
    Shape shape = Shape::exponential;
    double start = 1.0;
    double floor = 0.5;
    double scale = 50.0;
  };

  explicit TrueLoss(Options options);

  /// The true loss at observation t = 1, 2, …; s = t - 1 in the formulas of Shape.
  [[nodiscard]] double at(std::int64_t t) const noexcept;

  /// The relative improvement after observation t within the next `lookahead` observations:
  /// (L(t) - L(t + lookahead)) / L(t); 0 if L(t) is 0.
  [[nodiscard]] double remaining_improvement(std::int64_t t, std::int64_t lookahead) const noexcept;

  /// The end of the stage: the first t from which on the remaining improvement is below the
  /// tolerance, up to observation `last`. Nothing if it is not below the tolerance at `last`.
  /// O(last).
  [[nodiscard]] std::optional<std::int64_t> end(std::int64_t lookahead, double tolerance,
                                                std::int64_t last) const noexcept;

 private:
  Options options_;
};

/// Random deviates that are determined by a seed. They are the same with every standard library, up
/// to the rounding of logarithm, cosine and exponential.
class NoiseSource {
 public:
  /// `rho`, in [0, 1), affects only autoregressive noise. Throws std::invalid_argument if it is out
  /// of range.
  NoiseSource(Noise noise, std::uint64_t seed, double rho = 0.8);

  /// The next deviate, as Noise specifies.
  double next();

 private:
  double normal();

  Noise noise_;
  double rho_;
  support::RandomBits bits_;
  double previous_ = 0.0;
};

/// The noisy losses of a stage at observations 1 … count: L(t) · (1 + level · deviate), with the
/// deviates from `source` in order.
[[nodiscard]] std::vector<double> noisy_losses(const TrueLoss& truth, double level,
                                               NoiseSource source, std::int64_t count);

}  // namespace detection
