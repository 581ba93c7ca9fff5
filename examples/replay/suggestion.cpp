#include "suggestion.hpp"

#include "comparison_report.hpp"
#include "hindsight/frontier.hpp"
#include "judged_stages.hpp"
#include "support/csv.hpp"

#include <cmath>
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

std::string count_of(std::size_t count, const std::string& what) {
  return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
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
    : regret_(search.regret) {
  for (const std::string& scheduler : schedulers) {
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
    ++logs_without_stage_;
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

const Setting& Suggestion::setting(std::size_t number) const {
  auto family = families_.begin();
  for (; number >= family->settings.size(); ++family) number -= family->settings.size();
  return family->settings[number];
}

std::string Suggestion::saving(const Outcome& sum) const {
  const auto count = static_cast<double>(total_.stages);
  return "saves " + percent(sum.saved / count) + " of a stage at a mean regret of " +
         percent(sum.regret / count);
}

void Suggestion::print(std::ostream& out) const {
  if (logs_.empty()) throw std::runtime_error(nothing_to_learn_from);
  out << "learned from  " << count_of(total_.stages, "recorded stage") << " in "
      << count_of(logs_.size(), "log");
  if (logs_without_stage_ > 0)
    out << "; " << count_of(logs_without_stage_, "log") << " without such a stage";
  const std::size_t settings = total_.sums.size();
  out << '\n'
      << "tried         " << count_of(settings, "setting") << " of "
      << count_of(families_.size(), "scheduler") << ", within a mean regret of " << percent(regret_)
      << "\n\n";

  if (const std::optional<std::size_t> chosen = best(0, settings))
    out << "suggested     --scheduler \"" << setting(*chosen).text << "\"\n"
        << "              " << saving(total_.sums[*chosen]) << '\n';
  else
    out << "suggested     none: every setting has more regret\n";
  out << "the default   --scheduler \"" << setting(0).text << "\"\n"
      << "              " << saving(total_.sums[0]) << '\n';
  if (logs_.size() >= 2) {
    Outcome held_out;
    for (const LogOutcomes& log : logs_)
      if (const std::optional<std::size_t> chosen = best(0, settings, &log))
        add_to(held_out, log.sums[*chosen]);
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
    if (const std::optional<std::size_t> chosen = best(first, last))
      out << "  " << setting(*chosen).text << "\n    " << saving(total_.sums[*chosen]) << '\n';
    else
      out << "  " << family.settings[0].text << "\n    none: every setting has more regret\n";
    first = last;
  }
}

}  // namespace replay_tool
