#include "families.hpp"

#include "scheduler_text.hpp"
#include "support/registry.hpp"

#include <cmath>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>
#include <autodecay/number_text.hpp>

namespace replay_tool {
namespace {

using namespace autodecay;
using runtime::AnyAverage;
using runtime::AnyCriterion;
using runtime::AnyScheduler;

/// The values that are tried of an option; none if it is not searched.
std::vector<double> values_of(std::string_view option, const Sweep::Grid& grid) {
  if (option == "beta") return grid.betas;
  if (option == "window") return {grid.windows.begin(), grid.windows.end()};
  if (option == "tolerance") return grid.tolerances;
  if (option == "patience") return {1, 2, 3, 5, 7, 10, 15, 20, 30, 50};
  if (option == "relative_margin") return {0, 1e-4, 0.001, 0.003, 0.01, 0.03, 0.1};
  if (option == "absolute_margin") return {0, 1e-4, 0.001, 0.003, 0.01, 0.03, 0.1};
  if (option == "share") return {0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1};
  if (option == "price") return {0.03, 0.1, 0.2, 0.34, 0.5, 0.8, 1.2};
  if (option == "lookahead") return {5, 20, 100};
  if (option == "significance") return {0.05, 0.2};
  if (option == "probability") return {0.51, 0.7, 0.9, 0.99};
  return {};
}

/// A policy with other options, and the text of those that are not the default.
template <typename Any>
struct Variant {
  Any policy;
  std::string options;  ///< "window=10, tolerance=0.1"
};

template <typename Options>
void set(Options& options, std::string_view name, double value) {
  Options::describe(options, [&](std::string_view other, auto& member, auto&&...) {
    if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(member)>>)
      if (other == name) member = static_cast<std::remove_cvref_t<decltype(member)>>(value);
  });
}

/// The options with all combinations of values.
template <typename Options>
std::vector<Options> combinations(const Options& start, const Sweep::Grid& grid) {
  std::vector<Options> all = {start};
  const Options usual{};
  Options::describe(
      usual, [&](std::string_view name, const auto& member, const auto& range, auto&&...) {
        using Member = std::remove_cvref_t<decltype(member)>;
        if constexpr (std::is_arithmetic_v<Member>) {
          const std::vector<double> values = values_of(name, grid);
          if (values.empty() || member == Member{}) return;
          std::vector<Options> more;
          for (const Options& options : all)
            for (const double value : values) {
              if (!range.contains(value) || (std::integral<Member> && value != std::floor(value)))
                continue;
              more.push_back(options);
              set(more.back(), name, value);
            }
          all = std::move(more);
        }
      });
  return all;
}

template <typename Options>
std::string text_of(const Options& options) {
  const Options usual{};
  std::string text;
  Options::describe(options, [&](std::string_view name, const auto& value, auto&&...) {
    Options::describe(usual, [&](std::string_view other, const auto& standard, auto&&...) {
      if constexpr (std::same_as<decltype(value), decltype(standard)> &&
                    std::is_arithmetic_v<std::remove_cvref_t<decltype(value)>>)
        if (name == other && value != standard)
          text.append(text.empty() ? "" : ", ").append(name).append("=").append(to_text(value));
    });
  });
  return text;
}

/// The variants of a policy of one of these types; any other policy alone.
template <typename... Policies, typename Any>
std::vector<Variant<Any>> variants(const Any& policy, const Sweep::Grid& grid) {
  std::vector<Variant<Any>> all;
  const auto add = [&]<typename P>(const P* known) {
    if (known == nullptr) return;
    for (const auto& options : combinations(known->options(), grid))
      all.push_back({P(options), text_of(options)});
  };
  (add(policy.template get_if<Policies>()), ...);
  if (all.empty()) all.push_back({policy, ""});
  return all;
}

std::string text_of(const std::string& name, const std::string& average,
                    const std::string& criterion) {
  const std::string options =
      average + (average.empty() || criterion.empty() ? "" : ", ") + criterion;
  return options.empty() ? name : name + '(' + options + ')';
}

/// The grid of an exponential average and a relative range.
std::optional<Sweep::Grid> grid_of(const AnyScheduler& scheduler, Sweep::Grid grid) {
  const auto* const range = scheduler.stability().get_if<RelativeRange>();
  if (range == nullptr || scheduler.average().get_if<ExponentialMovingAverage>() == nullptr)
    return std::nullopt;
  grid.epsilon = range->options().epsilon;
  return grid;
}

using Plateaus = std::vector<std::optional<std::int64_t>>;
using Stages = std::span<const std::span<const double>>;

std::optional<std::int64_t> first_plateau(Setting& setting, std::span<const double> losses) {
  for (std::size_t i = 0; i < losses.size(); ++i)
    if (setting.criterion.update(setting.average.update(losses[i])))
      return static_cast<std::int64_t>(i) + 1;
  return std::nullopt;
}

/// Appends to the list of each stage where a setting ends it. What the policies keep from stage to
/// stage stays.
void add_plateaus(std::vector<Plateaus>& found, Setting setting, Stages stages) {
  for (std::size_t stage = 0; stage < stages.size(); ++stage) {
    found[stage].push_back(first_plateau(setting, stages[stage]));
    setting.average.begin_stage();
    setting.criterion.begin_stage();
  }
}

/// The same for a grid, whose policies keep nothing.
void add_plateaus(Plateaus& found, const Sweep::Grid& grid, std::span<const double> losses) {
  const Sweep sweep(losses, grid);
  for (std::size_t beta = 0; beta < grid.betas.size(); ++beta)
    for (std::size_t window = 0; window < grid.windows.size(); ++window)
      for (std::size_t tolerance = 0; tolerance < grid.tolerances.size(); ++tolerance)
        found.push_back(sweep.first_plateau(beta, window, tolerance));
}

}  // namespace

Family family_of(const std::string& scheduler, const Sweep::Grid& grid) {
  const AnyScheduler parsed = scheduler_of(scheduler);
  Family family{{{scheduler, parsed.average(), parsed.stability()}}, grid_of(parsed, grid)};
  const auto criteria =
      variants<RelativeRange, NoImprovement, RemainingImprovement, MarginalImprovement,
               ImprovementTest, compat::PyTorchPlateau, compat::KerasPlateau, compat::OptaxPlateau,
               compat::DlibPlateau>(parsed.stability(), grid);
  const auto averages =
      variants<ExponentialMovingAverage, SimpleMovingAverage>(parsed.average(), grid);
  // A name takes the options that are searched: that of a pipeline, but for planned, whose options are
  // not those of its policies, and that of a criterion on an average without options.
  const runtime::Registry registry = support::registry();
  const bool is_name =
      registry.find<runtime::Policies>(scheduler) != nullptr
          ? scheduler != "planned"
          : registry.find<AnyCriterion>(scheduler) != nullptr && averages.size() == 1;
  for (const auto& [average, beta] : averages)
    for (const auto& [criterion, options] : criteria) {
      const std::string text =
          is_name
              ? text_of(scheduler, beta, options)
              : to_text(AnyScheduler(average, criterion, parsed.drop(), parsed.action()), registry);
      family.settings.push_back({text, average, criterion});
    }
  return family;
}

std::vector<Plateaus> first_plateaus(const Family& family, Stages stages) {
  std::vector<Plateaus> found(stages.size());
  add_plateaus(found, family.settings[0], stages);
  if (family.grid)
    for (std::size_t stage = 0; stage < stages.size(); ++stage)
      add_plateaus(found[stage], *family.grid, stages[stage]);
  else
    for (std::size_t i = 1; i < family.settings.size(); ++i)
      add_plateaus(found, family.settings[i], stages);
  return found;
}

}  // namespace replay_tool
