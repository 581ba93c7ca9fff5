#include "detection/simulated.hpp"

#include "support/random_bits.hpp"

#include <cmath>
#include <optional>
#include <stdexcept>

#include <autodecay/options.hpp>

namespace detection {
namespace {

/// Calls see(losses) for each run of one kind of stage. Each run has different noise.
template <typename See>
void for_each_run(const TrueLoss& truth, Noise noise, std::int64_t count,
                  const SimulationOptions& options, See see) {
  for (std::int64_t run = 0; run < options.runs; ++run) {
    const std::uint64_t seed =
        support::seed_of(options.seed, run, static_cast<std::int64_t>(noise));
    see(noisy_losses(truth, options.level, NoiseSource(noise, seed, options.rho), count));
  }
}

void count(StageScore& score, std::optional<std::size_t> fire, std::int64_t end) {
  ++score.runs;
  if (!fire)
    ++score.missed;
  else if (static_cast<std::int64_t>(*fire) < end)
    ++score.false_alarms;
  else
    score.delays.push_back(static_cast<double>(static_cast<std::int64_t>(*fire) - end));
}

void count(RunLengthScore& score, std::optional<std::size_t> fire, std::size_t limit) {
  ++score.runs;
  if (!fire) ++score.silent;
  score.total += static_cast<double>(fire.value_or(limit));
}

}  // namespace

void StageScore::add(const StageScore& other) {
  runs += other.runs;
  false_alarms += other.false_alarms;
  missed += other.missed;
  delays.insert(delays.end(), other.delays.begin(), other.delays.end());
}

void RunLengthScore::add(const RunLengthScore& other) {
  runs += other.runs;
  silent += other.silent;
  total += other.total;
}

std::vector<SimulatedScores> simulate(std::span<const Family> families,
                                      const SimulationOptions& options) {
  autodecay::checked("simulation", options);
  std::vector<SimulatedScores> scores;
  for (const Family& family : families)
    scores.push_back({family.name, family.settings.front().text, {}, {}});
  const auto fire_of = [&](std::size_t family, const std::vector<double>& losses) {
    return families[family].settings.front().first_fire(
        {losses, static_cast<double>(losses.size())});
  };

  for (const Shape shape : all_shapes) {
    const TrueLoss truth({.shape = shape, .floor = options.floor, .scale = options.scale});
    const std::optional<std::int64_t> end =
        truth.end(options.lookahead, options.tolerance, options.length);
    if (!end)
      throw std::invalid_argument("simulation: a stage of shape " + std::string(to_string(shape)) +
                                  " does not end within its length of " +
                                  std::to_string(options.length) + " observations");
    for (const Noise noise : all_noises) {
      for (SimulatedScores& of_family : scores)
        of_family.stages.push_back({shape, noise, *end, {}});
      for_each_run(truth, noise, options.length, options, [&](const std::vector<double>& losses) {
        for (std::size_t i = 0; i < families.size(); ++i)
          count(scores[i].stages.back().score, fire_of(i, losses), *end);
      });
    }
  }

  const double scale = -static_cast<double>(options.lookahead) / std::log1p(-options.fall);
  const TrueLoss endless({.floor = 0.0, .scale = scale});
  for (const Noise noise : all_noises) {
    for (SimulatedScores& of_family : scores) of_family.falls.push_back({noise, {}});
    for_each_run(endless, noise, options.limit, options, [&](const std::vector<double>& losses) {
      for (std::size_t i = 0; i < families.size(); ++i)
        count(scores[i].falls.back().score, fire_of(i, losses), losses.size());
    });
  }
  return scores;
}

}  // namespace detection
