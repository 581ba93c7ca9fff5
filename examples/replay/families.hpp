#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <autodecay/runtime/any_policy.hpp>
#include <autodecay/sweep.hpp>

namespace replay_tool {

/// The part of a scheduler that ends a stage.
struct Setting {
  std::string text;  ///< that --scheduler takes
  autodecay::runtime::AnyAverage average;
  autodecay::runtime::AnyCriterion criterion;
};

/// A scheduler and the settings of it that a search tries.
struct Family {
  std::vector<Setting> settings;  ///< that of the scheduler itself first
  /// For an exponential average and a relative range: the other settings as a grid.
  std::optional<autodecay::Sweep::Grid> grid{};
};

/// The family of a scheduler. All options for which values_of() has a list, and which are not off (0)
/// by default, take all these values that are in their range. The lists for β, windows and tolerances
/// are those of the grid. Throws UsageError for a text that names no scheduler.
[[nodiscard]] Family family_of(const std::string& scheduler, const autodecay::Sweep::Grid& grid);

/// The position, from 1, at which each of the settings ends each of the stages of a log: a list by
/// setting for each stage. The losses are finite. After the end of a stage, a setting sees none of its
/// other losses.
[[nodiscard]] std::vector<std::vector<std::optional<std::int64_t>>> first_plateaus(
    const Family& family, std::span<const std::span<const double>> stages);

}  // namespace replay_tool
