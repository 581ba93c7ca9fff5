#pragma once

#include "support/losses.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/average/latest_value.hpp>
#include <autodecay/drop/unlimited.hpp>
#include <autodecay/scheduler.hpp>

/// The inputs of the parity tests. peer_losses.py generates the same losses.
namespace test {

/// Trainings with several stages of `length` losses. Each stage decreases towards its own plateau,
/// whose height above the last plateau is half that of the previous one, with noise below `noise`
/// and occasional spikes. The losses are in units of 1/unit, and `offset` is added to all of them.
struct Trainings {
  std::size_t count;
  std::uint64_t seed;
  std::int64_t length;
  std::int64_t noise;
  std::int64_t offset = 0;
  std::int64_t unit = 1024;
};

[[nodiscard]] inline std::vector<double> losses_of(const Trainings& trainings) {
  Lcg lcg(trainings.seed);
  std::vector<double> losses;
  for (std::int64_t i = 0; std::cmp_less(i, trainings.count); ++i) {
    const std::int64_t stage = i / trainings.length, t = i % trainings.length;
    const std::int64_t plateau = 1024 + (6144 >> stage);
    const std::int64_t fall = (8192 >> stage) * 16 / (t + 16);
    const std::int64_t jitter = lcg.next() * trainings.noise / 1024;
    const std::int64_t spike = lcg.next() < 4 ? 3000 : 0;
    const std::int64_t loss = plateau + fall + jitter + spike + trainings.offset;
    losses.push_back(static_cast<double>(loss) / static_cast<double>(trainings.unit));
  }
  return losses;
}

/// The observations, from 1, at which a scheduler with this criterion decays.
template <typename Criterion>
[[nodiscard]] std::vector<int> decays(const Criterion& criterion,
                                      const std::vector<double>& losses) {
  using namespace autodecay;
  Scheduler scheduler{LatestValue{}, criterion, Unlimited{}, ScaleLearningRate{}};
  std::vector<int> positions;
  for (std::size_t i = 0; i < losses.size(); ++i)
    if (scheduler.observe(losses[i]) == Decision::decay)
      positions.push_back(static_cast<int>(i) + 1);
  return positions;
}

}  // namespace test
