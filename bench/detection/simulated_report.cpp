#include "detection/simulated_report.hpp"

#include "support/csv_writer.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <cstddef>

namespace detection {
namespace {

using support::TextRows;
using support::to_text;

constexpr const char* unknown = "-";

/// A share of the runs in percent.
std::string percent(std::size_t part, std::size_t runs) {
  return to_text(100.0 * static_cast<double>(part) / static_cast<double>(runs), 1);
}

std::string percent_with_interval(const StageScore& score) {
  const Interval interval = wilson_interval(score.false_alarms, score.runs);
  return percent(score.false_alarms, score.runs) + " [" + to_text(100.0 * interval.low, 1) + ", " +
         to_text(100.0 * interval.high, 1) + ']';
}

/// Mean, median and 90 % quantile; "-" if there are no delays.
std::vector<std::string> delay_texts(const std::vector<double>& delays, int decimals) {
  if (delays.empty()) return {unknown, unknown, unknown};
  return {to_text(mean_of(delays), decimals), to_text(quantile_of(delays, 0.5), decimals),
          to_text(quantile_of(delays, 0.9), decimals)};
}

/// The sum of the scores of the stages that pass.
template <typename Passes>
StageScore pooled(const SimulatedScores& scores, Passes passes) {
  StageScore sum;
  for (const SimulatedScores::OfShape& stage : scores.stages)
    if (passes(stage)) sum.add(stage.score);
  return sum;
}

TextRows summary_of(std::span<const SimulatedScores> scores) {
  TextRows rows = {{"family", "setting", "false alarms, %", "missed, %", "delay: mean", "median",
                    "90 %", "run length"}};
  for (const SimulatedScores& of_family : scores) {
    const StageScore all = pooled(of_family, [](const auto&) { return true; });
    RunLengthScore falls;
    for (const SimulatedScores::OfFall& fall : of_family.falls) falls.add(fall.score);
    std::vector<std::string> row = {of_family.family, of_family.setting, percent_with_interval(all),
                                    percent(all.missed, all.runs)};
    for (const std::string& text : delay_texts(all.delays, 0)) row.push_back(text);
    row.push_back((falls.silent > 0 ? ">= " : "") + to_text(falls.mean(), 0));
    rows.push_back(row);
  }
  return rows;
}

TextRows false_alarms_of(std::span<const SimulatedScores> scores) {
  TextRows rows = {{"false alarms, %"}};
  for (const Noise noise : all_noises) rows[0].emplace_back(to_string(noise));
  for (const Shape shape : all_shapes) rows[0].emplace_back(to_string(shape));
  for (const SimulatedScores& of_family : scores) {
    rows.push_back({of_family.family});
    const auto add = [&](const StageScore& score) {
      rows.back().push_back(percent(score.false_alarms, score.runs));
    };
    for (const Noise noise : all_noises)
      add(pooled(of_family, [&](const auto& stage) { return stage.noise == noise; }));
    for (const Shape shape : all_shapes)
      add(pooled(of_family, [&](const auto& stage) { return stage.shape == shape; }));
  }
  return rows;
}

std::string conditions_of(const SimulationOptions& o) {
  return to_text(o.runs) + " runs of each shape and noise; noise " + to_text(o.level) +
         " of the loss, autoregressive rho " + to_text(o.rho) + ", scale " + to_text(o.scale) +
         ", floor " + to_text(o.floor) + ", " + to_text(o.length) + " observations, seed " +
         to_text(o.seed) + "\na stage is over once it improves by less than " +
         to_text(o.tolerance) + " in " + to_text(o.lookahead) +
         " observations, and does so until its last; any earlier fire is a false alarm, such as "
         "one "
         "before the last step of a staircase\nrun length for an endless improvement of " +
         to_text(o.fall) + " in as many, " + to_text(o.limit) +
         " observations at most\ndelays in observations, of the runs that fired after the end\n\n";
}

}  // namespace

std::string report_of(std::span<const SimulatedScores> scores, const SimulationOptions& options,
                      std::string (*layout)(const TextRows&)) {
  return conditions_of(options) + layout(summary_of(scores)) + '\n' +
         layout(false_alarms_of(scores));
}

void write_results(std::span<const SimulatedScores> scores, const SimulationOptions& options,
                   const std::filesystem::path& folder) {
  csv::Writer stages(
      "family,setting,shape,noise,end,runs,false_alarms,false_alarm_rate,false_alarm_low,"
      "false_alarm_high,missed,delay_mean,delay_median,delay_90");
  csv::Writer falls("family,setting,noise,runs,silent,mean_run_length");
  for (const SimulatedScores& of_family : scores) {
    for (const auto& [shape, noise, end, score] : of_family.stages) {
      const Interval interval = wilson_interval(score.false_alarms, score.runs);
      stages.row(of_family.family, of_family.setting, to_string(shape), to_string(noise), end,
                 score.runs, score.false_alarms,
                 static_cast<double>(score.false_alarms) / static_cast<double>(score.runs),
                 interval.low, interval.high, score.missed,
                 score.delays.empty() ? std::vector<std::string>(3) : delay_texts(score.delays, 2));
    }
    for (const auto& [noise, score] : of_family.falls)
      falls.row(of_family.family, of_family.setting, to_string(noise), score.runs, score.silent,
                score.mean());
  }
  stages.write(folder / "simulated.csv");
  falls.write(folder / "simulated-falls.csv");
  support::write_atomically(folder / "simulated.txt",
                            {report_of(scores, options, support::left_aligned_text)});
  support::write_atomically(folder / "simulated.md",
                            {report_of(scores, options, support::left_aligned_markdown)});
}

}  // namespace detection
