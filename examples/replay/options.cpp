#include "options.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>

namespace replay_tool {
namespace {

/// What the parser lets pass.
void check(const Options& options) {
  if (options.list) return;
  const std::vector<std::string>& logs = options.logs;
  const bool from_input = std::find(logs.begin(), logs.end(), "-") != logs.end();
  const bool draws = !options.plot.empty() || !options.plots.empty();
  const std::filesystem::path extension = options.plot.extension();
  if (logs.empty()) throw UsageError("no LOG is given; --help says what there is to give");
  if (from_input && logs.size() > 1) throw UsageError("the log - is to be the only one");
  if (!options.plot.empty() && extension != ".svg" && extension != ".png")
    throw UsageError("--plot must end in .svg or .png, got \"" + options.plot.string() + '"');
  if (!options.plot.empty() && !options.plots.empty())
    throw UsageError("--plot draws one log, --plots each of them: not both");
  if (options.suggest && (from_input || draws || options.json || options.rules.observe))
    throw UsageError(
        "--suggest reads files, and has no use for -, --plot, --plots, --json, --observe");
}

}  // namespace

std::optional<Options> parse_options(int argc, const char* const* argv) {
  Options options;
  CLI::App app("Says what AutoDecay, or another scheduler, would have done on training logs.",
               "replay");
  app.get_formatter()->column_width(40);
  const auto add = [&](const char* name, auto& value, const char* form, const char* help) {
    return app.add_option(name, value, help)->type_name(form);
  };
  add("LOG", options.logs, "",
      "CSV files with a header, TensorBoard's event files, folders of such,\n"
      "or - for lines on standard input: CSV, or a number each");
  add("--column", options.column, "NAME", "the losses: a column, or a tag in an event file")
      ->capture_default_str();
  add("--average", options.policies.average, "NAME[:OPTIONS]",
      "smooths the losses [what --list says of the criterion]");
  add("--stability", options.policies.stability, "NAME[:OPTIONS]", "when a stage is over")
      ->capture_default_str();
  add("--drop", options.policies.drop, "NAME[:OPTIONS]",
      "when it earns another one [what --list says of the criterion]");
  add("--epsilon", options.policies.epsilon, "NUMBER", "of range and ratio, in units of the loss")
      ->capture_default_str();
  add("--untrained", options.rules.untrained, "LOSS",
      "of the untrained model: what the drop of the first stage is judged by");
  app.add_flag("--list", options.list, "print the names and options there are to choose from");
  app.add_flag("--by-rate", options.rules.by_rate,
               "begin a stage where column learning_rate changes, too, and after a stop");
  app.add_flag("--observe", options.rules.observe,
               "tell of every observation, and act on no decision: the stage goes on");
  app.add_flag("--json", options.json,
               "print a JSON object for each decision or observation, nothing else");
  add("--plot", options.plot, "FILE.svg|FILE.png", "draw the log and the decisions (by gnuplot)");
  add("--plots", options.plots, "FOLDER", "draw each log into this folder");
  CLI::Option* const suggest =
      app.add_flag("--suggest", options.suggest,
                   "find the setting of AutoDecay that would have saved most on these logs")
          ->group("Suggestion");
  const auto add_to_suggestion = [&](const char* name, auto& value, const char* form,
                                     const char* help) {
    add(name, value, form, help)->capture_default_str()->needs(suggest)->group("Suggestion");
  };
  add_to_suggestion("--regret", options.search.regret, "NUMBER",
                    "within this share of loss above the stages' ends, in the mean");
  add_to_suggestion("--betas", options.search.betas, "LIST", "to try");
  add_to_suggestion("--windows", options.search.windows, "LIST", "to try");
  add_to_suggestion("--tolerances", options.search.tolerances, "LIST", "to try");
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    app.exit(help);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
  check(options);
  return options;
}

}  // namespace replay_tool
