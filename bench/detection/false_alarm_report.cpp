#include "detection/false_alarm_report.hpp"

#include "detection/statistics.hpp"
#include "support/text.hpp"
#include "support/text_table.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace detection::false_alarms {

using support::left_aligned_markdown;
using support::TextRows;
using support::to_text;

namespace {

constexpr NoiseKind noises[] = {{"normal", Noise::gaussian, 0.0},
                                {"Student, 3 degrees", Noise::student, 0.0},
                                {"spikes, 1 % tenfold", Noise::spikes, 0.0},
                                {"AR(1), rho 0.5", Noise::autoregressive, 0.5},
                                {"AR(1), rho 0.9", Noise::autoregressive, 0.9}};

constexpr double levels[] = {0.001, 0.01, 0.1, 0.3};

std::string percent(double share, int decimals = 1) { return to_text(100.0 * share, decimals); }

struct Rate {
  double share;
  Interval interval;

  [[nodiscard]] std::string text() const {
    return percent(share) + " [" + percent(interval.low) + ", " + percent(interval.high) + ']';
  }
};

template <typename IsFalse>
Rate rate_of(const Options& options, const std::vector<std::int64_t>& fires,
             const IsFalse& is_false) {
  const auto hits = static_cast<std::size_t>(std::ranges::count_if(fires, is_false));
  const auto runs = static_cast<std::size_t>(options.runs);
  return {static_cast<double>(hits) / static_cast<double>(runs), wilson_interval(hits, runs)};
}

TextRows header_of(std::vector<std::string> first) {
  for (const double level : levels) first.push_back("noise " + percent(level) + " %");
  return {first};
}

}  // namespace

void print_falling(const Options& options) {
  TextRows rows = header_of({"loss", "noise"});
  Rate worst{-1.0, {}};
  for (const Scenario& scenario : falling(options))
    for (const NoiseKind& noise : noises) {
      rows.push_back({scenario.name, noise.name});
      for (const double level : levels) {
        const Rate rate = rate_of(
            options, fires(options, scenario.truth, noise, level, options.length),
            [&](std::int64_t t) { return falls_next(options.criterion, scenario.truth, t); });
        if (rate.share > worst.share) worst = rate;
        rows.back().push_back(rate.text());
      }
    }
  std::printf("False alarms in stages of %s observations, %% of %s runs [95 %% interval]:\n\n%s\n",
              to_text(options.length).c_str(), to_text(options.runs).c_str(),
              left_aligned_markdown(rows).c_str());
  std::printf("The highest rate is %s %%; the significance level is %s %%.\n\n",
              worst.text().c_str(), percent(options.criterion.significance).c_str());
}

void print_resting(const Options& options) {
  TextRows rows = header_of({"loss", "noise"});
  for (const Scenario& scenario : resting()) {
    const std::int64_t end =
        scenario.truth
            .end(options.criterion.lookahead, options.criterion.tolerance, options.patience)
            .value_or(options.patience);
    for (const NoiseKind& noise : noises) {
      rows.push_back({scenario.name + ", over at " + to_text(end), noise.name});
      for (const double level : levels) {
        std::vector<double> delays;
        for (const std::int64_t t : fires(options, scenario.truth, noise, level, options.patience))
          if (t >= end) delays.push_back(static_cast<double>(t - end));
        const double fired = static_cast<double>(delays.size()) / static_cast<double>(options.runs);
        const auto quantile = [&](double q) { return to_text(quantile_of(delays, q), 0); };
        rows.back().push_back(delays.empty()
                                  ? "none fired"
                                  : quantile(0.5) + " [" + quantile(0.1) + ", " + quantile(0.9) +
                                        "], " + percent(fired, 0) + " % fired");
      }
    }
  }
  std::printf(
      "Delays on plateaus in observations, median [10 %%, 90 %%] of those that fired within %s:"
      "\n\n%s\n",
      to_text(options.patience).c_str(), left_aligned_markdown(rows).c_str());
}

void print_stairs(const Options& options) {
  TextRows rows = header_of({"loss", "noise", "false by"});
  for (const Scenario& scenario : stairs(options))
    for (const NoiseKind& noise : noises) {
      std::vector<std::string> later{scenario.name, noise.name, "a step to come"};
      std::vector<std::string> lately{scenario.name, noise.name, "the trend so far"};
      for (const double level : levels) {
        const auto found = fires(options, scenario.truth, noise, level, options.length);
        later.push_back(rate_of(options, found, [&](std::int64_t t) {
                          return falls_later(options.criterion, scenario.truth, t, options.length);
                        }).text());
        lately.push_back(rate_of(options, found, [&](std::int64_t t) {
                           return fell_lately(options.criterion, scenario.truth, t);
                         }).text());
      }
      rows.push_back(later);
      rows.push_back(lately);
    }
  std::printf("Stairs, %% of the runs [95 %% interval]:\n\n%s\n",
              left_aligned_markdown(rows).c_str());
}

}  // namespace detection::false_alarms
