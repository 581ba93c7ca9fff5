#include "options.hpp"

#include "formats/format.hpp"
#include "support/command_line.hpp"
#include "support/paths.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cmath>

#include <autodecay/version.hpp>

namespace replay_tool {
namespace {

constexpr const char* description =
    "Shows what AutoDecay, or another scheduler, would have done on training logs.\n\n"
    "Where the log's learning rate steps, a recorded stage ends. A decision within one is printed\n"
    "with the observations of the recorded stage that it saves, and with its regret: how far the\n"
    "smoothed loss at the decision is above that at the stage's end. What follows in the log "
    "belongs\n"
    "to the old rate, so the scheduler goes on in the next recorded stage. Without recorded rates, "
    "it\n"
    "ends with the first decision.";

constexpr const char* footer =
    "Exit status:\n"
    "  0  success\n"
    "  1  a log cannot be used, no log has a loss, a picture cannot be drawn,\n"
    "     or the output cannot be written\n"
    "  2  the command line is invalid; nothing is written\n\n"
    "Examples:\n"
    "  replay log.csv --plot log.svg\n"
    "  replay runs --scheduler \"pytorch(patience=5)\" --plots pictures\n"
    "  replay --compare log.csv\n"
    "  replay --suggest runs\n"
    "  tail -f log.jsonl | replay -\n"
    "  trainer | replay - --json --every";

/// Checks what the parser does not.
void check(const Options& options) {
  if (options.list) return;
  const std::vector<std::string>& logs = options.logs;
  const bool from_input = std::find(logs.begin(), logs.end(), "-") != logs.end();
  const bool draws = !options.plot.empty() || !options.plots.empty();
  const std::filesystem::path extension = options.plot.extension();
  const double untrained = options.rules.untrained.value_or(1.0);
  support::require(untrained > 0.0 && std::isfinite(untrained), "--untrained",
                   "a finite loss above 0", untrained);
  if (logs.empty()) throw UsageError("no LOG is given; see --help");
  if (from_input && logs.size() > 1) throw UsageError("- must be the only log");
  if (from_input && options.wanted.maximize)
    throw UsageError("--maximize needs the whole log and cannot be combined with -");
  if (!options.plot.empty() && extension != ".svg" && extension != ".png")
    throw UsageError("--plot must end in .svg or .png, got \"" + options.plot.string() + '"');
  if (!options.plot.empty() && !options.plots.empty())
    throw UsageError("--plot and --plots cannot be combined");
  if (options.rules.course == Course::carried_out && !(from_input && options.json))
    throw UsageError("--every answers standard input: it needs - and --json");
  if (options.schedulers.size() > 1 && !options.compare && !options.suggest)
    throw UsageError("several --scheduler need --compare or --suggest");
  if (options.compare &&
      (from_input || options.suggest || options.rules.course != Course::recorded))
    throw UsageError("--compare cannot be combined with -, --suggest, --observe or --every");
  if (options.suggest &&
      (from_input || draws || options.json || options.rules.course != Course::recorded))
    throw UsageError(
        "--suggest cannot be combined with -, --plot, --plots, --json, --observe or --every");
}

}  // namespace

std::optional<Options> parse_options(int argc, const char* const* argv) {
  Options options;
  CLI::App app(description, "replay");
  app.footer(footer);
  app.get_formatter()->column_width(40);
  app.set_version_flag("--version", autodecay::version);
  const auto add = [&](const char* name, auto& value, const char* form, const std::string& help) {
    return support::add_option(app, name, value, help)->type_name(form);
  };
  add("LOG", options.logs, "",
      "files in any of these formats, possibly compressed by gzip, folders of them,\n"
      "or - for lines on standard input as they arrive, in a format of lines or\none number per "
      "line. In a folder, a table must be named .csv, or .tsv, .log\nor .txt with a loss or an "
      "accuracy in its header:\n  " +
          support::joined(formats(), "\n  ",
                          [](const Format& format) { return std::string(format.name); }))
      ->check(
          [](const std::string& path) { return path == "-" ? "" : support::existing_path(path); });
  add("--column", options.wanted.column, "NAME",
      "column, tag, key or metric of the losses; otherwise a training loss\n"
      "(train_loss, or loss alone), a validation loss, or what is called loss");
  app.add_flag("--maximize", options.wanted.maximize,
               "the column grows, as an accuracy does: take 1 - value as the loss\n"
               "(100 - value if a value exceeds 1, the greatest - value if one exceeds 100)");
  add("--scheduler", options.schedulers, "TEXT",
      "the scheduler, such as \"ema(0.9) | range(5, 0.01) | drop(0.95)\" or\n"
      "\"pytorch(patience=5)\"; see --list. Its action is not carried out, so\n"
      "that a warm-up or a tail is left out. It can be repeated with --compare\n"
      "and --suggest")
      ->default_str(Options::default_scheduler)
      ->allow_extra_args(false);
  add("--untrained", options.rules.untrained, "LOSS",
      "loss of the untrained model, the reference for the drop of the first stage");
  app.add_flag("--list", options.list, "list what --scheduler can name, with all options");
  app.add_flag("--by-rate", options.rules.by_rate,
               "fail for a log without a learning rate; its column is learning_rate, lr, lr-SGD,\n"
               "train/learning_rate or the like");
  bool observe = false;
  bool every = false;
  app.add_flag("--observe", observe,
               "print every observation and do not act on decisions: the stage continues");
  app.add_flag("--json", options.json, "print only one JSON object per decision or observation");
  app.add_flag("--every", every,
               "with - and --json: answer every loss at once, for a program that carries out the\n"
               "decisions; the next stage begins at once, and every answer after a stop is stop");
  app.add_flag("--compare", options.compare,
               "print where each scheduler of the library, at its defaults, and each --scheduler\n"
               "would decide, the share of the observations that this saves, and the mean regret");
  add("--plot", options.plot, "FILE.svg|FILE.png", "draw the log and the decisions (needs gnuplot)")
      ->check(support::output_file);
  add("--plots", options.plots, "FOLDER", "draw each log into this folder")
      ->check(support::output_folder);
  CLI::Option* const suggest =
      app.add_flag(
             "--suggest", options.suggest,
             "find the setting that would have saved the most on these logs, of all schedulers\n"
             "of the library that judge the loss, or of each --scheduler")
          ->group("Suggestion");
  const auto add_to_suggestion = [&](const char* name, auto& value, const char* form,
                                     const char* help) {
    add(name, value, form, help)->capture_default_str()->needs(suggest)->group("Suggestion");
  };
  add_to_suggestion("--regret", options.search.regret, "NUMBER",
                    "maximum mean regret: loss above the end of the stage, as a share of it");
  add_to_suggestion("--betas", options.search.betas, "LIST", "values of β to try");
  add_to_suggestion("--windows", options.search.windows, "LIST", "windows to try");
  add_to_suggestion("--tolerances", options.search.tolerances, "LIST", "tolerances to try");
  if (!support::parse_command_line(app, argc, argv)) return std::nullopt;
  if (observe && every) throw UsageError("--observe and --every cannot be combined");
  if (observe) options.rules.course = Course::observed;
  if (every) options.rules.course = Course::carried_out;
  check(options);
  return options;
}

}  // namespace replay_tool
