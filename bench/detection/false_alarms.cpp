// How often ImprovementTest ends a stage too early, and how long it takes on a plateau.
//
//   false_alarm_simulation                                 # minutes; the tables below, in Markdown
//   false_alarm_simulation --runs 4000 --significance 0.1  # narrower intervals, more false alarms
//
// The first table covers losses that keep improving. A run is one stage. It is a false alarm if the
// criterion fires at an observation after which the true loss improves by at least the tolerance
// over the next lookahead. The rate should be at most the significance level. The second table
// covers losses that have stopped improving. The delay counts from the first observation after
// which the remaining improvement of the true loss is below the tolerance. The last table covers
// staircases, which are flat before they improve again and for which the rate may exceed the
// significance level. It also counts false alarms by the trend that the criterion tests: the trend
// of the true loss over the latest third of the stage.

#include "detection/simulation.hpp"
#include "detection/statistics.hpp"
#include "detection/text_table.hpp"
#include "support/command_line.hpp"
#include "support/random_bits.hpp"
#include "support/run_program.hpp"
#include "support/text.hpp"
#include "support/usage_error.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include <autodecay/stability/improvement_test.hpp>
#include <autodecay/statistics/line_fit.hpp>

namespace {

using autodecay::ImprovementTest;
using detection::Noise;
using detection::Shape;
using detection::TextRows;
using detection::TrueLoss;
using support::to_text;

struct Options {
  ImprovementTest::Options criterion;
  std::int64_t runs = 1000;
  std::int64_t length = 4000;
  std::int64_t patience = 20'000;
  std::uint64_t seed = 1;
};

struct NoiseKind {
  const char* name;
  Noise noise;
  double rho;
};

constexpr NoiseKind noises[] = {{"normal", Noise::gaussian, 0.0},
                                {"Student, 3 degrees", Noise::student, 0.0},
                                {"spikes, 1 % tenfold", Noise::spikes, 0.0},
                                {"AR(1), rho 0.5", Noise::autoregressive, 0.5},
                                {"AR(1), rho 0.9", Noise::autoregressive, 0.9}};

constexpr double levels[] = {0.001, 0.01, 0.1, 0.3};

struct Scenario {
  std::string name;
  TrueLoss truth;
};

/// The scale at which an exponential decrease to 0 improves by the share `fall` over a lookahead.
double scale_of(double fall, std::int64_t lookahead) {
  return static_cast<double>(lookahead) / -std::log1p(-fall);
}

std::string percent(double share, int decimals = 1) { return to_text(100.0 * share, decimals); }

/// Losses that improve during the whole run, at a constant or decreasing pace.
std::vector<Scenario> falling(const Options& options) {
  std::vector<Scenario> scenarios;
  const auto [tolerance, lookahead, significance] = options.criterion;
  for (const double times : {1.1, 1.5, 5.0}) {
    const double fall = std::min(times * tolerance, 0.9);
    scenarios.push_back(
        {"exponential, " + percent(fall) + " % per lookahead",
         TrueLoss({.start = 1.0, .floor = 0.0, .scale = scale_of(fall, lookahead)})});
  }
  const auto length = static_cast<double>(options.length);
  scenarios.push_back(
      {"linear", TrueLoss({.shape = Shape::linear, .floor = 0.05, .scale = length * 1.5})});
  scenarios.push_back({"exponential to a half", TrueLoss({.scale = length / 10.0})});
  scenarios.push_back({"power to a half", TrueLoss({.shape = Shape::power, .scale = length / 40})});
  return scenarios;
}

std::vector<Scenario> stairs(const Options& options) {
  std::vector<Scenario> scenarios;
  for (const double part : {0.05, 0.2})
    scenarios.push_back(
        {"stairs, treads of " + to_text(part * static_cast<double>(options.length), 0) +
             " observations",
         TrueLoss(
             {.shape = Shape::staircase, .scale = part * static_cast<double>(options.length)})});
  return scenarios;
}

std::vector<Scenario> resting() {
  return {{"flat from the start", TrueLoss({.start = 1.0, .floor = 1.0})},
          {"exponential decrease to a half", TrueLoss({.scale = 50.0})}};
}

/// The first observation after which the criterion fires.
std::optional<std::int64_t> first_fire(ImprovementTest criterion, const TrueLoss& truth,
                                       double level, detection::NoiseSource source,
                                       std::int64_t length) {
  for (std::int64_t t = 1; t <= length; ++t)
    if (criterion.update(truth.at(t) * (1.0 + level * source.next()))) return t;
  return std::nullopt;
}

/// The first fires of all runs of a scenario with one noise, without the runs that never fire.
std::vector<std::int64_t> fires(const Options& options, const TrueLoss& truth,
                                const NoiseKind& noise, double level, std::int64_t length) {
  std::vector<std::int64_t> found;
  for (std::int64_t run = 0; run < options.runs; ++run) {
    const detection::NoiseSource source(noise.noise, support::seed_of(options.seed, run, 0),
                                        noise.rho);
    const auto fire = first_fire(ImprovementTest(options.criterion), truth, level, source, length);
    if (fire) found.push_back(*fire);
  }
  return found;
}

bool falls_next(const ImprovementTest::Options& criterion, const TrueLoss& truth, std::int64_t t) {
  return truth.remaining_improvement(t, criterion.lookahead) >= criterion.tolerance;
}

/// Whether the line through the true losses of the latest third of t observations improves enough.
bool fell_lately(const ImprovementTest::Options& criterion, const TrueLoss& truth, std::int64_t t) {
  std::vector<double> losses;
  for (std::int64_t i = t - t / 3 + 1; i <= t; ++i) losses.push_back(truth.at(i));
  const autodecay::statistics::LineFit fit = autodecay::statistics::LineFit::to(losses);
  return -fit.slope * static_cast<double>(criterion.lookahead) >= criterion.tolerance * fit.end;
}

struct Rate {
  double share;
  detection::Interval interval;

  [[nodiscard]] std::string text() const {
    return percent(share) + " [" + percent(interval.low) + ", " + percent(interval.high) + ']';
  }
};

template <typename IsFalse>
Rate rate_of(const Options& options, const std::vector<std::int64_t>& fires,
             const IsFalse& is_false) {
  const auto hits = static_cast<std::size_t>(std::ranges::count_if(fires, is_false));
  const auto runs = static_cast<std::size_t>(options.runs);
  return {static_cast<double>(hits) / static_cast<double>(runs),
          detection::wilson_interval(hits, runs)};
}

TextRows header_of(std::vector<std::string> first) {
  for (const double level : levels) first.push_back("noise " + percent(level) + " %");
  return {first};
}

/// Prints the rates of false alarms and the highest rate.
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
              detection::as_markdown(rows).c_str());
  std::printf("The highest rate is %s %%; the significance level is %s %%.\n\n",
              worst.text().c_str(), percent(options.criterion.significance).c_str());
}

/// Prints the delays: the median and the 10 % and 90 % quantiles of the runs that fired.
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
        const auto quantile = [&](double q) {
          return to_text(detection::quantile_of(delays, q), 0);
        };
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
      to_text(options.patience).c_str(), detection::as_markdown(rows).c_str());
}

void print_stairs(const Options& options) {
  TextRows rows = header_of({"loss", "noise", "false by"});
  for (const Scenario& scenario : stairs(options))
    for (const NoiseKind& noise : noises) {
      std::vector<std::string> next{scenario.name, noise.name, "the future trend"};
      std::vector<std::string> lately{scenario.name, noise.name, "the trend so far"};
      for (const double level : levels) {
        const auto found = fires(options, scenario.truth, noise, level, options.length);
        next.push_back(rate_of(options, found, [&](std::int64_t t) {
                         return falls_next(options.criterion, scenario.truth, t);
                       }).text());
        lately.push_back(rate_of(options, found, [&](std::int64_t t) {
                           return fell_lately(options.criterion, scenario.truth, t);
                         }).text());
      }
      rows.push_back(next);
      rows.push_back(lately);
    }
  std::printf("Stairs, %% of the runs [95 %% interval]:\n\n%s\n",
              detection::as_markdown(rows).c_str());
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app("Measures ImprovementTest's false alarms and delays on simulated losses.",
               "false_alarm_simulation");
  app.get_formatter()->column_width(34);
  const auto add = [&](const char* name, auto& value, const char* help) {
    return support::add_option(app, name, value, help)->capture_default_str();
  };
  add("--tolerance", options.criterion.tolerance, "tolerance of the criterion");
  add("--lookahead", options.criterion.lookahead, "lookahead of the criterion, in observations");
  add("--significance", options.criterion.significance, "significance level of the criterion");
  add("--runs", options.runs, "runs of each loss with each noise")->check(CLI::PositiveNumber);
  add("--length", options.length, "observations of a stage that keeps improving")
      ->check(CLI::Range(100, 10'000'000));
  add("--patience", options.patience, "maximum number of observations on a plateau")
      ->check(CLI::Range(100, 10'000'000));
  add("--seed", options.seed, "seed of the noise");
  if (!support::parse_command_line(app, argc, argv)) return 0;
  support::require_parses("options", [&] { ImprovementTest criterion(options.criterion); });
  support::require(options.criterion.tolerance > 0.0, "--tolerance", "greater than 0",
                   options.criterion.tolerance);

  print_falling(options);
  print_resting(options);
  print_stairs(options);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return support::run_program("false_alarm_simulation", [&] { return run(argc, argv); });
}
