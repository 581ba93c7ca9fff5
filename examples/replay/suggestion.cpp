#include "suggestion.hpp"

#include "comparison.hpp"
#include "comparison_report.hpp"
#include "hindsight/frontier.hpp"
#include "judged_stages.hpp"
#include "support/csv.hpp"
#include "support/printable.hpp"
#include "support/text.hpp"

#include <concepts>
#include <iterator>
#include <ostream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <autodecay/number_text.hpp>

namespace replay_tool {
namespace {

using autodecay::Sweep;
using autodecay::to_text;
using hindsight::Outcome;
using support::count_of;

/// The numbers of a comma-separated list. Throws UsageError.
template <typename Number>
std::vector<Number> parse_list(const std::string& option, std::string_view text) {
  std::vector<Number> numbers;
  for (std::string_view rest = text;; rest.remove_prefix(rest.find(',') + 1)) {
    const std::optional<Number> number = csv::parse_number<Number>(rest.substr(0, rest.find(',')));
    if (!number)
      throw UsageError(option + " must be a comma-separated list of " +
                       (std::integral<Number> ? "whole " : "") + "numbers, got \"" +
                       std::string(text) + '"');
    numbers.push_back(*number);
    if (rest.find(',') == rest.npos) return numbers;
  }
}

void add_to(Outcome& sum, const Outcome& outcome) {
  sum.saved += outcome.saved;
  sum.regret += outcome.regret;
}

}  // namespace

Search parse_search(const SearchTexts& texts) {
  if (!(texts.regret >= 0.0))
    throw UsageError("--regret must be at least 0, got " + to_text(texts.regret));
  Search search{texts.regret,
                {.betas = parse_list<double>("--betas", texts.betas),
                 .windows = parse_list<std::int64_t>("--windows", texts.windows),
                 .tolerances = parse_list<double>("--tolerances", texts.tolerances)}};
  try {
    (void)Sweep({}, search.grid);
  } catch (const std::invalid_argument& error) {
    throw UsageError(std::string("--suggest: ") + error.what());
  }
  return search;
}

Suggestion::Suggestion(const Search& search, const std::vector<std::string>& schedulers)
    : regret_(search.regret), first_(schedulers.empty() ? "the default   " : "as given      ") {
  for (const std::string& scheduler : schedulers.empty() ? searched_schedulers() : schedulers) {
    families_.push_back(family_of(scheduler, search.grid));
    total_.sums.resize(total_.sums.size() + families_.back().settings.size());
  }
}

void Suggestion::add(const Log& log, const std::string& name) {
  LogOutcomes outcomes{0, std::vector<Outcome>(total_.sums.size())};
  RecordedStages recorded(log.losses, log.learning_rates);
  const std::vector<JudgedStage> stages = judged_stages(recorded, name);
  auto first = outcomes.sums.begin();
  for (const Family& family : families_) {
    const std::vector<std::vector<Outcome>> by_stage = outcomes_of(family, stages);
    outcomes.stages = by_stage.size();
    for (const std::vector<Outcome>& by_setting : by_stage)
      for (std::size_t i = 0; i < by_setting.size(); ++i)
        add_to(first[static_cast<std::ptrdiff_t>(i)], by_setting[i]);
    first += std::ssize(family.settings);
  }
  if (outcomes.stages == 0) {
    ++(recorded.count() == 0 ? logs_without_held_rate_ : logs_without_finite_loss_);
    return;
  }
  total_.stages += outcomes.stages;
  for (std::size_t i = 0; i < outcomes.sums.size(); ++i) add_to(total_.sums[i], outcomes.sums[i]);
  logs_.push_back(std::move(outcomes));
}

std::optional<std::size_t> Suggestion::best(std::size_t first, std::size_t last,
                                            const LogOutcomes* left_out) const {
  const auto stages =
      static_cast<double>(total_.stages - (left_out == nullptr ? 0 : left_out->stages));
  std::vector<Outcome> means;
  for (std::size_t i = first; i < last; ++i) {
    const Outcome without = left_out == nullptr ? Outcome{} : left_out->sums[i];
    means.push_back({(total_.sums[i].saved - without.saved) / stages,
                     (total_.sums[i].regret - without.regret) / stages});
  }
  const std::optional<std::size_t> found = hindsight::best_within(means, regret_);
  return found ? std::optional(first + *found) : std::nullopt;
}

std::string Suggestion::text_of(std::size_t number) const {
  auto family = families_.begin();
  for (; number >= family->settings.size(); ++family) number -= family->settings.size();
  return support::printable(family->settings[number].text);
}

std::string Suggestion::saving(const Outcome& sum) const {
  const auto count = static_cast<double>(total_.stages);
  return "saves " + percent(sum.saved / count) + " of a stage at a mean regret of " +
         percent(sum.regret / count);
}

std::string Suggestion::refusal(std::optional<std::size_t> chosen) const {
  if (!chosen) return "none: every setting has more regret";
  return total_.sums[*chosen].saved > 0.0 ? "" : "none saves anything within this regret";
}

std::vector<std::string> Suggestion::left_out() const {
  std::vector<std::string> all;
  if (logs_without_held_rate_ > 0)
    all.push_back(count_of(logs_without_held_rate_, "log") +
                  " without a stage in which the learning rate was held");
  if (logs_without_finite_loss_ > 0)
    all.push_back(count_of(logs_without_finite_loss_, "log") + " without a finite loss");
  return all;
}

void Suggestion::print(std::ostream& out) const {
  out << "learned from  " << count_of(total_.stages, "recorded stage") << " in "
      << count_of(logs_.size(), "log");
  for (const std::string& logs : left_out()) out << "; " << logs;
  const std::size_t settings = total_.sums.size();
  out << '\n'
      << "tried         " << count_of(settings, "setting") << " of "
      << count_of(families_.size(), "scheduler") << ", within a mean regret of " << percent(regret_)
      << "\n\n";

  const std::optional<std::size_t> chosen = best(0, settings);
  out << "suggested     ";
  if (const std::string why_not = refusal(chosen); why_not.empty())
    out << "--scheduler \"" << text_of(*chosen) << "\"\n              "
        << saving(total_.sums[*chosen]) << '\n';
  else
    out << why_not << '\n';
  out << first_ << "--scheduler \"" << text_of(0) << "\"\n"
      << "              " << saving(total_.sums[0]) << '\n';
  if (logs_.size() >= 2) {
    Outcome held_out;
    for (const LogOutcomes& log : logs_)
      if (const std::optional<std::size_t> without = best(0, settings, &log))
        add_to(held_out, log.sums[*without]);
    out << "held out      chosen for each log on the other logs\n"
        << "              " << saving(held_out) << '\n';
  }
  if (families_.size() >= 2) print_best_of_each(out);
}

void Suggestion::print_best_of_each(std::ostream& out) const {
  out << "\nthe best setting of each scheduler\n";
  std::size_t first = 0;
  for (const Family& family : families_) {
    const std::size_t last = first + family.settings.size();
    const std::optional<std::size_t> chosen = best(first, last);
    const std::string why_not = refusal(chosen);
    if (why_not.empty())
      out << "  " << text_of(*chosen) << "\n    " << saving(total_.sums[*chosen]) << '\n';
    else
      out << "  " << text_of(first) << "\n    " << why_not << '\n';
    first = last;
  }
}

}  // namespace replay_tool
