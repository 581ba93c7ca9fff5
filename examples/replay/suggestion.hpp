#pragma once

#include "hindsight/outcome.hpp"
#include "log.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include <autodecay/sweep.hpp>

namespace replay_tool {

/// What to look for a setting of AutoDecay among, as lists of numbers, and how good it has to be.
struct SearchTexts {
  double regret = 0.05;  ///< the greatest mean regret
  std::string betas = "0,0.5,0.7,0.8,0.9,0.95,0.98,0.99";
  std::string windows = "3,5,7,10,15,20,30,50,100,200";
  std::string tolerances = "0.002,0.005,0.01,0.015,0.02,0.03,0.05,0.07,0.1,0.15,0.2,0.3";
};

struct Search {
  double regret = 0.0;
  autodecay::Sweep::Grid grid;
};

/// Throws UsageError for a text that is no such list, and an option out of its range.
[[nodiscard]] Search parse_search(const SearchTexts& texts);

/// Finds the setting that would have saved most on the stages of some logs, in hindsight: had each
/// stage ended with the first plateau, and had its losses been the same up to there.
///
/// A stage is the losses of a log at one learning rate, or all of them if the log has none; those
/// that are not finite are left out, and stages of less than 30 losses too. What ending it after
/// loss d of n saves is (n - d)/n, and its regret by how much the smoothed loss at d is above that
/// of the stage's end (see hindsight/outcome.hpp).
class Suggestion {
 public:
  static constexpr std::size_t least_losses = 30;

  explicit Suggestion(Search search);

  /// Takes the stages of a log in. Throws csv::FileError, and takes none of them, if a stage ends at
  /// a smoothed loss that is not positive: no regret can be told there. `name` names the log.
  void add(const Log& log, const std::string& name);

  /// Prints the setting, what it saves, and for comparison what the defaults save and what the
  /// choice comes to on logs that it does not know. Throws std::runtime_error if there was no stage.
  void print(std::ostream& out) const;

 private:
  struct LogOutcomes {
    std::size_t stages = 0;
    std::vector<hindsight::Outcome> sums;  // over the stages, by setting
    hindsight::Outcome defaults;           // over the stages
  };

  [[nodiscard]] std::optional<std::size_t> best_without(const LogOutcomes* left_out) const;
  [[nodiscard]] std::string policies_of(std::size_t setting) const;

  Search search_;
  std::vector<LogOutcomes> logs_;
  std::size_t logs_without_stage_ = 0;
};

}  // namespace replay_tool
