#include "detection/families.hpp"
#include "detection/grid.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <autodecay/average/exponential_moving_average.hpp>
#include <autodecay/presets.hpp>
#include <autodecay/stability/marginal_improvement.hpp>

namespace detection {
namespace {

/// The paper's rule with its windows in units of the plan.
Family planned_paper() {
  const auto make = [](double half_life, double window, double tolerance) {
    return planned_setting_of(
        text_of("ema(half-life ", half_life, " n) | range(", window, " n, ", tolerance, ")"),
        [=](double plan) {
          // Not AutoDecay::planned, which takes whole plans: --plan-error makes fractional ones.
          const double beta =
              half_life == 0.0
                  ? 0.0
                  : autodecay::ExponentialMovingAverage::from_half_life(half_life * plan).beta();
          return text_of("ema(", beta, ") | range(", share_of(plan, window, 2), ", ", tolerance,
                         ")");
        });
  };
  const autodecay::AutoDecay::Plan standard;
  return family_of("paper(n)", make(standard.half_life, standard.window, standard.tolerance), make,
                   Numbers{0.0, 0.01, 0.02, 0.04, 0.08}, Numbers{0.05, 0.1, 0.15, 0.2, 0.3, 0.4},
                   Numbers{0.005, 0.01, 0.02, 0.03, 0.04, 0.047, 0.055, 0.07, 0.1, 0.15});
}

/// The improvement over the plan is not worth its price.
Family marginal_improvement(std::string name, double trust) {
  const auto make = [trust](double price) {
    return planned_setting_of(text_of("marginal_improvement(n, ", price, ", ", trust, ")"),
                              [=](double plan) {
                                return text_of("marginal_improvement(", share_of(plan, 1.0, 1),
                                               ", ", price, ", ", trust, ")");
                              });
  };
  Numbers prices;
  for (int i = 1; i <= 200; ++i) prices.push_back(i / 100.0);
  return family_of(std::move(name), make(autodecay::MarginalImprovement::Options{}.price), make,
                   prices);
}

/// Rules of other libraries that wait for an improvement, for a share of the plan.
Family patience(const std::string& name, const std::string& rule, std::int64_t least) {
  const auto make = [rule, least](double patience, double margin) {
    return planned_setting_of(text_of(rule, "(", patience, " n, ", margin, ")"), [=](double plan) {
      return text_of(rule, "(", share_of(plan, patience, least), ", ", margin, ")");
    });
  };
  Numbers patiences;
  for (int i = 1; i <= 20; ++i) patiences.push_back(i / 50.0);
  return family_of(
      name, make(0.1, 1e-4), make, patiences,
      Numbers{0.0, 1e-4, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15});
}

Family planned_dlib() {
  const auto make = [](double window, double probability, double discard) {
    return planned_setting_of(
        text_of("dlib_plateau(", window, " n, ", probability, ", ", discard, ")"),
        [=](double plan) {
          return text_of("dlib_plateau(", share_of(plan, window, 3), ", ", probability, ", ",
                         discard, ")");
        });
  };
  return family_of("dlib(n)", make(0.2, 0.51, 0.1), make,
                   Numbers{0.05, 0.075, 0.1, 0.125, 0.15, 0.175, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5},
                   Numbers{0.51, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.999999},
                   Numbers{0.0, 0.1});
}

/// The position, if the stage has so many losses.
std::optional<std::size_t> within(const PlannedStage& stage, std::int64_t position) {
  const auto index = static_cast<std::size_t>(position);
  return index > stage.losses.size() ? std::nullopt : std::optional(index);
}

/// After the same number of losses in every stage.
Family clock() {
  const auto make = [](std::int64_t losses) {
    return Setting{text_of("after ", losses),
                   [=](const PlannedStage& stage) { return within(stage, losses); }};
  };
  return family_of("clock", make(30), make, counts(1, 300));
}

/// After the same share of the plan.
Family shortening() {
  const auto make = [](double share) {
    return Setting{text_of("after ", share, " n"), [=](const PlannedStage& stage) {
                     return within(stage, share_of(stage.plan, share, 1));
                   }};
  };
  Numbers shares;
  for (int i = 1; i <= 100; ++i) shares.push_back(i / 100.0);
  return family_of("shortening", make(0.9), make, shares);
}

}  // namespace

std::vector<Family> planned_families() {
  return {planned_paper(),
          marginal_improvement("MarginalImprovement(n)", 1.0),
          marginal_improvement("MarginalImprovement(roughly-n)", 0.5),
          patience("PyTorch(n)", "pytorch_plateau", 0),
          patience("Keras(n)", "keras_plateau", 1),
          planned_dlib(),
          clock(),
          shortening()};
}

std::string without_plan(const std::string& planned) {
  constexpr std::string_view mark = "(n)";
  if (!planned.ends_with(mark)) return {};
  const std::string name = planned.substr(0, planned.size() - mark.size());
  return name == "MarginalImprovement" ? "RemainingImprovement" : name;
}

}  // namespace detection
