#include "detection/commands.hpp"
#include "detection/option_costs.hpp"
#include "detection/recorded_report.hpp"
#include "support/command_line.hpp"
#include "support/csv.hpp"
#include "support/files.hpp"
#include "support/gnuplot.hpp"
#include "support/paths.hpp"
#include "support/text.hpp"
#include "support/text_table.hpp"
#include "support/usage_error.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace detection {
namespace {

/// Removes the stages of logs whose names contain one of the texts.
void leave_out(std::vector<RecordedStage>& stages, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    const auto count = std::erase_if(stages, [&](const RecordedStage& stage) {
      return stage.file.find(text) != std::string::npos;
    });
    support::require(count > 0, "--without", "a part of the name of a log with a stage", text);
  }
  if (stages.empty()) throw support::UsageError("--without leaves no stage");
}

/// Settings for a held-out source have to be chosen on another source.
void require_two_sources(const std::vector<RecordedStage>& stages) {
  std::set<std::string> sources;
  for (const RecordedStage& stage : stages) sources.insert(stage.source());
  if (sources.size() < 2)
    throw support::UsageError("--held-out needs logs from at least two sources, got only " +
                              *sources.begin());
}

/// Draws the frontiers. Returns false if that fails.
bool draw(const RecordedResults& results, const std::string& column,
          const std::filesystem::path& folder) {
  const double last = *std::max_element(results.limits.begin(), results.limits.end());
  try {
    gnuplot::draw(gnuplot::script("detection.gp"),
                  {stages_text(results) + ", " + column, support::to_text(1.5 * last)}, folder);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "detection_benchmark: no picture: %s\n", error.what());
    return false;
  }
  return true;
}

}  // namespace

int run_recorded(int argc, const char* const* argv) {
  std::filesystem::path logs;
  std::filesystem::path out = "figures/detection";
  StageOptions options;
  std::vector<double> limits = {0.02, 0.05, 0.1};
  std::filesystem::path sources;
  std::filesystem::path settings;
  std::vector<std::string> without;
  double plan_error = 1.0;
  std::string reference = "paper";
  bool held_out = false;

  CLI::App app(
      "Ends each stage of recorded trainings where a detector first reports its end, and prints "
      "what that saves and costs.",
      "detection_benchmark recorded");
  app.get_formatter()->column_width(34);
  const auto add = [&](const char* name, auto& value, const char* help) {
    return support::add_option(app, name, value, help)->capture_default_str();
  };
  add("LOGS", logs, "folder of .csv files with the columns learning_rate and losses")
      ->required()
      ->check(support::existing_folder);
  add("--out", out, "folder for the results")->check(support::output_folder);
  add("--sources", sources,
      "table with the columns file and repository: a log's source is its repository")
      ->check(support::existing_file);
  add("--column", options.column, "column of the losses");
  add("--least-rows", options.least_rows, "leave out shorter stages");
  bool first_only = false;
  bool later_only = false;
  auto* const first =
      app.add_flag("--first-stages", first_only, "use only the first stage of each log");
  app.add_flag("--later-stages", later_only, "use only the stages after the first")
      ->excludes(first);
  add("--plan-error", plan_error,
      "plans are too long and too short by this factor, and the outcomes are the means");
  support::add_option(app, "--without", without,
                      "leave out logs whose names contain this; may be repeated")
      ->allow_extra_args(false);
  add("--regret", limits, "limits of the mean regret, separated by commas")
      ->delimiter(',')
      ->allow_extra_args(false);
  auto* const other_sources = app.add_flag(
      "--held-out", held_out, "choose the settings for each source on all other sources");
  add("--compare-with", reference, "the family that all others are compared with");
  add("--settings", settings, "take the settings from the detection-scores.csv of other logs")
      ->check(support::existing_file)
      ->excludes(other_sources);
  if (!support::parse_command_line(app, argc, argv)) return 0;
  options.which = first_only ? Which::first : later_only ? Which::later : Which::all;
  support::require(options.least_rows >= 2, "--least-rows", "at least 2", options.least_rows);
  support::require(plan_error >= 1.0 && std::isfinite(plan_error), "--plan-error", "at least 1",
                   plan_error);
  for (const double limit : limits)
    support::require(limit > 0.0 && std::isfinite(limit), "--regret", "greater than 0", limit);

  Recording recording = read_folder(logs, options);
  for (const std::string& name : recording.other_tables)
    std::fprintf(stderr, "detection_benchmark: %s is not a log: it has neither column\n",
                 name.c_str());
  leave_out(recording.stages, without);
  if (!sources.empty()) set_repositories(recording.stages, csv::read(sources.string()));
  if (held_out) require_two_sources(recording.stages);
  const Selection selection = held_out           ? on_other_sources()
                              : settings.empty() ? on_same_stages()
                                                 : from_table(csv::read(settings.string()));
  std::vector<Family> families = unplanned_families();
  std::vector<Family> planned = planned_families();
  std::move(planned.begin(), planned.end(), std::back_inserter(families));
  support::require(std::ranges::count(families, reference, &Family::name) == 1, "--compare-with",
                   "the name of a family", reference);
  const std::vector<double> plan_factors = plan_error == 1.0
                                               ? std::vector<double>{1.0}
                                               : std::vector<double>{plan_error, 1.0 / plan_error};
  const RecordedResults results =
      compare_on(recording.stages, families, plan_factors, limits, selection, reference);

  std::filesystem::create_directories(out);
  write_results(results, out);
  support::write_atomically(
      out / "options.md",
      {support::left_aligned_markdown(option_costs(recording.stages, plan_factors))});
  std::fputs(report_of(results, support::left_aligned_text).c_str(), stdout);
  return draw(results, options.column, out) ? 0 : 1;
}

}  // namespace detection
