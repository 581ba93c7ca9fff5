#pragma once

#include "families.hpp"
#include "hindsight/outcome.hpp"
#include "log.hpp"
#include "support/usage_error.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <autodecay/sweep.hpp>

namespace replay_tool {

using support::UsageError;

/// The values of options to try, as lists of numbers, and how good the suggestion has to be.
struct SearchTexts {
  double regret = 0.05;  ///< maximum mean regret
  std::string betas = "0,0.5,0.7,0.8,0.9,0.95,0.98,0.99";
  std::string windows = "3,5,7,10,15,20,30,50,100,200";
  std::string tolerances = "0.002,0.005,0.01,0.015,0.02,0.03,0.05,0.07,0.1,0.15,0.2,0.3";
};

struct Search {
  double regret = 0.0;
  autodecay::Sweep::Grid grid;
};

/// Throws UsageError for a text that is not a list of numbers, and for an option out of range.
[[nodiscard]] Search parse_search(const SearchTexts& texts);

/// Finds, in hindsight, the setting of some schedulers that would have saved the most on the stages
/// of some logs, assuming that each recorded stage had ended at the first plateau and that its losses
/// had been the same up to there.
///
/// The stages and what they save and cost are those of perform(): ending a stage after loss d of n
/// saves (n - d)/n, and the regret is the relative excess of the smoothed loss at d over that at the
/// end of the stage (see hindsight/outcome.hpp). A stage whose rate was never held is left out.
class Suggestion {
 public:
  /// Searches these schedulers (see family_of), or those of searched_schedulers() if there are none. The
  /// first one is compared with the suggestion. Throws UsageError for a text that names none.
  Suggestion(const Search& search, const std::vector<std::string>& schedulers);

  /// Adds the stages of a log. Throws csv::FileError, and adds none of them, if a stage ends at a
  /// non-positive smoothed loss, for which the regret is not defined. `name` names the log.
  void add(const Log& log, const std::string& name);

  /// Whether there was a stage to learn from.
  [[nodiscard]] bool learned() const { return !logs_.empty(); }

  /// The logs that were added and have no such stage, by their reasons: "1 log without a finite loss".
  [[nodiscard]] std::vector<std::string> left_out() const;

  /// Prints the setting and what it saves. For comparison, it also prints what the first scheduler
  /// saves without a search, what the choice saves on held-out logs, and the best setting of each
  /// scheduler. Requires learned().
  void print(std::ostream& out) const;

 private:
  struct LogOutcomes {
    std::size_t stages = 0;
    std::vector<hindsight::Outcome> sums;  // over the stages, by setting of all families
  };

  /// The best of the settings from `first` up to `last`, of all logs but one.
  [[nodiscard]] std::optional<std::size_t> best(std::size_t first, std::size_t last,
                                                const LogOutcomes* left_out = nullptr) const;
  /// The text of one of the settings of all families.
  [[nodiscard]] std::string text_of(std::size_t number) const;
  [[nodiscard]] std::string saving(const hindsight::Outcome& sum) const;
  /// Why the choice is no suggestion; empty if it is one.
  [[nodiscard]] std::string refusal(std::optional<std::size_t> chosen) const;
  void print_best_of_each(std::ostream& out) const;

  double regret_;
  std::string_view first_;  // what the first scheduler is called
  std::vector<Family> families_;
  std::vector<LogOutcomes> logs_;
  LogOutcomes total_;
  std::size_t logs_without_held_rate_ = 0;
  std::size_t logs_without_finite_loss_ = 0;
};

}  // namespace replay_tool
