#pragma once

#include "detection/families.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <autodecay/runtime/grammar.hpp>

/// Helpers for defining a family in a few lines.
namespace detection {

using Counts = std::vector<std::int64_t>;
using Numbers = std::vector<double>;

/// first, first + 1, … last.
[[nodiscard]] inline Counts counts(std::int64_t first, std::int64_t last) {
  Counts values;
  for (std::int64_t value = first; value <= last; ++value) values.push_back(value);
  return values;
}

/// The library's policies and the detectors/ of this benchmark by name.
[[nodiscard]] const autodecay::runtime::Registry& registry_of_detectors();

/// The parts of a text, with numbers in their shortest form.
template <typename... Parts>
[[nodiscard]] std::string text_of(const Parts&... parts) {
  const auto text = [](const auto& part) -> std::string {
    if constexpr (std::is_arithmetic_v<std::decay_t<decltype(part)>>)
      return support::to_text(part);
    else
      return part;
  };
  return (text(parts) + ...);
}

/// The detector of an average and a criterion as `replay --scheduler` takes them. Throws
/// autodecay::runtime::GrammarError, a std::invalid_argument.
[[nodiscard]] inline FirstFire detector_of(const std::string& text) {
  autodecay::runtime::Policies policies =
      autodecay::runtime::parse_policies(text, registry_of_detectors());
  return detector(std::move(policies.average), std::move(policies.stability));
}

/// The setting of such a detector. Numbers are in their shortest form.
template <typename... Parts>
[[nodiscard]] Setting setting_of(const Parts&... parts) {
  const std::string text = text_of(parts...);
  return {text, detector_of(text)};
}

/// The setting of a detector whose numbers depend on the plan n: "range(0.15 n, 0.05)". The text is
/// for people; `for_plan` returns that of a plan of so many losses.
[[nodiscard]] inline Setting planned_setting_of(std::string text,
                                                std::function<std::string(double plan)> for_plan) {
  return {std::move(text), [for_plan = std::move(for_plan)](const PlannedStage& stage) {
            return detector_of(for_plan(stage.plan))(stage);
          }};
}

/// A share of the plan as a whole number of losses, at least `least`.
[[nodiscard]] inline std::int64_t share_of(double plan, double share, std::int64_t least) {
  return std::max(least, static_cast<std::int64_t>(std::llround(share * plan)));
}

/// Adds the setting that `make` returns for each combination of values, one from each list.
/// Settings that already exist are skipped.
template <typename Make, typename... Lists>
void add_grid(Family& family, const Make& make, const Lists&... lists) {
  if constexpr (sizeof...(lists) == 0) {
    Setting setting = make();
    const auto is_same = [&](const Setting& known) { return known.text == setting.text; };
    if (std::none_of(family.settings.begin(), family.settings.end(), is_same))
      family.settings.push_back(std::move(setting));
  } else {
    const auto add_first = [&](const auto& first, const auto&... rest) {
      for (const auto& value : first)
        add_grid(
            family, [&](const auto&... values) { return make(value, values...); }, rest...);
    };
    add_first(lists...);
  }
}

/// A family with a default setting and a grid. Throws std::invalid_argument for a value out of the
/// range of the detector's option.
template <typename Make, typename... Lists>
[[nodiscard]] Family family_of(std::string name, Setting standard, const Make& make,
                               const Lists&... lists) {
  Family family = {std::move(name), {std::move(standard)}};
  add_grid(family, make, lists...);
  return family;
}

}  // namespace detection
