#include "detection/simulation.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <autodecay/options.hpp>

namespace detection {

std::string_view to_string(Shape shape) noexcept {
  switch (shape) {
    case Shape::power:
      return "power";
    case Shape::staircase:
      return "staircase";
    case Shape::linear:
      return "linear";
    default:
      return "exponential";
  }
}

std::string_view to_string(Noise noise) noexcept {
  switch (noise) {
    case Noise::student:
      return "student";
    case Noise::spikes:
      return "spikes";
    case Noise::autoregressive:
      return "autoregressive";
    default:
      return "gaussian";
  }
}

TrueLoss::TrueLoss(Options options) : options_(options) {
  using namespace autodecay;
  check_option("TrueLoss", "floor", options.floor, finite_from(0));
  check_option("TrueLoss", "start", options.start, finite_from(options.floor));
  check_option("TrueLoss", "scale", options.scale,
               Range{.least = 0, .without_least = true, .without_greatest = true});
}

double TrueLoss::at(std::int64_t t) const noexcept {
  constexpr double steps = 4.0;
  const double age = static_cast<double>(t - 1) / options_.scale;
  double left = 0.0;  // share of start - floor that is left
  switch (options_.shape) {
    case Shape::exponential:
      left = std::exp(-age);
      break;
    case Shape::power:
      left = 1.0 / (1.0 + age);
      break;
    case Shape::staircase:
      left = 1.0 - std::min(std::floor(age), steps) / steps;
      break;
    case Shape::linear:
      left = 1.0 - std::min(age, 1.0);
      break;
  }
  return options_.floor + (options_.start - options_.floor) * left;
}

double TrueLoss::remaining_improvement(std::int64_t t, std::int64_t lookahead) const noexcept {
  const double loss = at(t);
  return loss == 0.0 ? 0.0 : (loss - at(t + lookahead)) / loss;
}

std::optional<std::int64_t> TrueLoss::end(std::int64_t lookahead, double tolerance,
                                          std::int64_t last) const noexcept {
  std::int64_t t = last;
  while (t >= 1 && remaining_improvement(t, lookahead) < tolerance) --t;
  return t == last ? std::nullopt : std::optional(t + 1);
}

NoiseSource::NoiseSource(Noise noise, std::uint64_t seed, double rho)
    : noise_(noise), rho_(rho), bits_(support::spread(seed)) {
  autodecay::check_option("NoiseSource", "rho", rho, autodecay::from_below(0, 1));
  if (noise == Noise::autoregressive) previous_ = normal();
}

double NoiseSource::next() {
  switch (noise_) {
    case Noise::student: {
      // The standard deviation of this distribution is √3. It cancels the √3 from the degrees of
      // freedom.
      const double numerator = normal();
      return numerator / std::hypot(normal(), normal(), normal());
    }
    case Noise::spikes: {
      const bool is_spike = bits_.uniform(0.0, 1.0) < 0.01;
      return (is_spike ? 10.0 : 1.0) * normal();
    }
    case Noise::autoregressive:
      return previous_ = rho_ * previous_ + std::sqrt(1.0 - rho_ * rho_) * normal();
    default:
      return normal();
  }
}

/// One of the two deviates of the Box-Muller transform.
double NoiseSource::normal() {
  const double radius = std::sqrt(-2.0 * std::log1p(-bits_.uniform(0.0, 1.0)));
  return radius * std::cos(2.0 * std::numbers::pi * bits_.uniform(0.0, 1.0));
}

std::vector<double> noisy_losses(const TrueLoss& truth, double level, NoiseSource source,
                                 std::int64_t count) {
  autodecay::check_option("noisy_losses", "level", level, autodecay::finite_from(0));
  std::vector<double> losses;
  losses.reserve(static_cast<std::size_t>(std::max<std::int64_t>(count, 0)));
  for (std::int64_t t = 1; t <= count; ++t)
    losses.push_back(truth.at(t) * (1.0 + level * source.next()));
  return losses;
}

}  // namespace detection
