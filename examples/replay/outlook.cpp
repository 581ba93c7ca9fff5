#include "outlook.hpp"

#include "upper_median.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>

#include <autodecay/statistics/rank_trend.hpp>

namespace replay_tool {
namespace {

using autodecay::Measurement;
namespace quantities = autodecay::quantities;

/// Whether the measurement is a count: it grows by 1 with every suitable observation or block.
bool counts(const Measurement& measurement) {
  return measurement.quantity == quantities::count ||
         measurement.quantity == quantities::no_improvement ||
         measurement.quantity == quantities::no_improvement_in_blocks;
}

}  // namespace

void OutlookEstimator::observe(std::int64_t stage, const std::optional<Measurement>& measurement) {
  if (stage != stage_) logarithms_.clear();
  stage_ = stage;
  latest_ = measurement;
  if (!measurement || measurement->quantity != quantities::spread) return;
  if (logarithms_.size() == window) logarithms_.erase(logarithms_.begin());
  logarithms_.push_back(std::log(measurement->value / measurement->limit));
}

std::optional<Outlook> OutlookEstimator::outlook() const {
  if (!latest_ || latest_->holds()) return std::nullopt;
  if (counts(*latest_)) {
    const bool more = latest_->wanted == autodecay::Relation::greater;
    const bool counted = latest_->quantity == quantities::count;
    return Outlook{.count = latest_->limit - latest_->value + (more ? 1.0 : 0.0),
                   .unit = counted ? "observations" : latest_->quantity.unit(),
                   .provided = counted ? "" : "no improvement"};
  }
  const std::optional<double> count = extrapolated();
  if (!count) return std::nullopt;
  return Outlook{.count = *count, .unit = "observations", .estimated = true};
}

std::optional<double> OutlookEstimator::extrapolated() const {
  if (latest_->quantity != quantities::spread || logarithms_.size() < window) return std::nullopt;
  if (!std::all_of(logarithms_.begin(), logarithms_.end(),
                   [](double x) { return std::isfinite(x); }))
    return std::nullopt;

  // The score is the number of pairs that do not decrease minus the number of pairs that do.
  constexpr int pairs = static_cast<int>(window * (window - 1) / 2);
  const int decreasing = (pairs - autodecay::statistics::kendall_score(logarithms_, 0.0)) / 2;
  if (10 * decreasing < 9 * pairs) return std::nullopt;
  const double slope = autodecay::statistics::theil_sen_slope(logarithms_);

  std::vector<double> heights;  // at the latest observation
  for (std::size_t i = 0; i < window; ++i)
    heights.push_back(logarithms_[i] + slope * static_cast<double>(window - 1 - i));
  // Reduced slightly, so that rounding errors do not add an observation.
  const double count = std::max(std::ceil(upper_median(heights) / -slope - 1e-6), 1.0);
  if (!(count <= farthest)) return std::nullopt;
  return count;
}

std::ostream& operator<<(std::ostream& out, const Outlook& outlook) {
  out << "stable in " << (outlook.estimated ? "about " : "") << outlook.count << " more ";
  out << (outlook.count == 1.0 ? outlook.unit.substr(0, outlook.unit.size() - 1) : outlook.unit);
  if (outlook.estimated) return out << " at this trend";
  return outlook.provided.empty() ? out : out << " with " << outlook.provided;
}

}  // namespace replay_tool
