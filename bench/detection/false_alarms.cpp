#include "detection/false_alarms.hpp"

#include "support/random_bits.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <autodecay/statistics/line_fit.hpp>

namespace detection::false_alarms {

using autodecay::ImprovementTest;
using support::to_text;

namespace {

/// The scale at which an exponential decrease to 0 improves by the share `fall` over a lookahead.
double scale_of(double fall, std::int64_t lookahead) {
  return static_cast<double>(lookahead) / -std::log1p(-fall);
}

/// The first observation after which the criterion fires.
std::optional<std::int64_t> first_fire(ImprovementTest criterion, const TrueLoss& truth,
                                       double level, NoiseSource source, std::int64_t length) {
  for (std::int64_t t = 1; t <= length; ++t)
    if (criterion.update(truth.at(t) * (1.0 + level * source.next()))) return t;
  return std::nullopt;
}

}  // namespace

std::vector<Scenario> falling(const Options& options) {
  std::vector<Scenario> scenarios;
  const auto [tolerance, lookahead, significance] = options.criterion;
  for (const double times : {1.1, 1.5, 5.0}) {
    const double fall = std::min(times * tolerance, 0.9);
    scenarios.push_back(
        {"exponential, " + to_text(100.0 * fall, 1) + " % per lookahead",
         TrueLoss({.start = 1.0, .floor = 0.0, .scale = scale_of(fall, lookahead)})});
  }
  const auto length = static_cast<double>(options.length);
  scenarios.push_back(
      {"linear", TrueLoss({.shape = Shape::linear, .floor = 0.05, .scale = length * 1.5})});
  scenarios.push_back({"exponential to a half", TrueLoss({.scale = length / 10.0})});
  scenarios.push_back({"power to a half", TrueLoss({.shape = Shape::power, .scale = length / 40})});
  return scenarios;
}

std::vector<Scenario> stairs(const Options& options) {
  std::vector<Scenario> scenarios;
  for (const double part : {0.05, 0.2})
    scenarios.push_back(
        {"stairs, treads of " + to_text(part * static_cast<double>(options.length), 0) +
             " observations",
         TrueLoss(
             {.shape = Shape::staircase, .scale = part * static_cast<double>(options.length)})});
  return scenarios;
}

std::vector<Scenario> resting() {
  return {{"flat from the start", TrueLoss({.start = 1.0, .floor = 1.0})},
          {"exponential decrease to a half", TrueLoss({.scale = 50.0})}};
}

std::vector<std::int64_t> fires(const Options& options, const TrueLoss& truth,
                                const NoiseKind& noise, double level, std::int64_t length) {
  std::vector<std::int64_t> found;
  for (std::int64_t run = 0; run < options.runs; ++run) {
    const NoiseSource source(noise.noise, support::seed_of(options.seed, run, 0), noise.rho);
    const auto fire = first_fire(ImprovementTest(options.criterion), truth, level, source, length);
    if (fire) found.push_back(*fire);
  }
  return found;
}

bool falls_next(const ImprovementTest::Options& criterion, const TrueLoss& truth, std::int64_t t) {
  return truth.remaining_improvement(t, criterion.lookahead) >= criterion.tolerance;
}

bool falls_later(const ImprovementTest::Options& criterion, const TrueLoss& truth, std::int64_t t,
                 std::int64_t length) {
  return truth.remaining_improvement(t, length - t) >= criterion.tolerance;
}

bool fell_lately(const ImprovementTest::Options& criterion, const TrueLoss& truth, std::int64_t t) {
  std::vector<double> losses;
  for (std::int64_t i = t - t / 3 + 1; i <= t; ++i) losses.push_back(truth.at(i));
  const autodecay::statistics::LineFit fit = autodecay::statistics::LineFit::to(losses);
  return -fit.slope * static_cast<double>(criterion.lookahead) >= criterion.tolerance * fit.end;
}

}  // namespace detection::false_alarms
