#pragma once

#include "trainer/random_bits.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// Training stages made up from a formula, so that it is known when each of them is over.
namespace detection {

/// How the true loss falls from its start to its floor, with a time scale of T observations.
enum class Shape : std::uint8_t {
  exponential,  ///< floor + (start - floor) · exp(-s/T)
  power,        ///< floor + (start - floor) / (1 + s/T)
  staircase,    ///< four equal steps down, one after each T observations
  linear        ///< straight down over T observations, then flat
};

/// What is added to the true loss, as a multiple of `level` times it.
enum class Noise : std::uint8_t {
  gaussian,       ///< independent, of deviation 1
  student,        ///< independent Student t with 3 degrees of freedom, scaled to deviation 1
  spikes,         ///< gaussian, with one deviate in a hundred ten times as large
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
/// | start  | the loss's own  | >= floor       | 1           |
/// | floor  | the loss's own  | >= 0           | 0.5         |
/// | scale  | observations, T | > 0            | 50          |
///
/// An exponential fall to a floor of 0 never ends: it loses the same share of the loss,
/// 1 - exp(-H/T), over any H observations. Throws std::invalid_argument for an option out of range.
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

  /// The share of the loss that observation t still has before it in the next `lookahead` ones:
  /// (L(t) - L(t + lookahead)) / L(t); 0 where L(t) is 0.
  [[nodiscard]] double remaining_improvement(std::int64_t t, std::int64_t lookahead) const noexcept;

  /// The end of the stage: the first t from which on the remaining fall is below the tolerance, as
  /// far as observation `last`; nothing if it is not below it there. In O(last).
  [[nodiscard]] std::optional<std::int64_t> end(std::int64_t lookahead, double tolerance,
                                                std::int64_t last) const noexcept;

 private:
  Options options_;
};

/// Random deviates that a seed fixes, the same with every standard library but for the rounding of
/// its logarithm, cosine and exponential.
class NoiseSource {
 public:
  /// `rho` in [0, 1) matters to autoregressive noise alone. Throws std::invalid_argument.
  NoiseSource(Noise noise, std::uint64_t seed, double rho = 0.8);

  /// The next deviate, as Noise says.
  double next();

 private:
  double normal();

  Noise noise_;
  double rho_;
  trainer::RandomBits bits_;
  double previous_ = 0.0;
};

/// The losses that a stage shows at observations 1 … count:
/// L(t) · (1 + level · deviate), the deviates as they come from `source`.
[[nodiscard]] std::vector<double> noisy_losses(const TrueLoss& truth, double level,
                                               NoiseSource source, std::int64_t count);

}  // namespace detection
