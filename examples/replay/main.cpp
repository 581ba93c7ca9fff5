// Says what a scheduler would have done on the log of a training run.
//
//   replay log.csv
//   replay log.csv --column test_loss --average none --stability patience:10,0.001 --plot log.svg

#include "csv/csv.hpp"
#include "log.hpp"
#include "plot.hpp"
#include "policies.hpp"
#include "run.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <filesystem>
#include <iostream>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>

#include <CLI/CLI.hpp>

#include <autodecay/autodecay.hpp>

namespace {

using namespace replay_tool;
using autodecay::Decision;
using autodecay::Evidence;

struct Options {
  std::string file;
  std::string column = "train_loss";
  PolicyTexts policies;
  bool by_rate = false;
  bool json = false;
  std::filesystem::path plot;  ///< empty: none
};

/// The command line; nothing if it asked for help, which is printed. Throws UsageError.
std::optional<Options> parse_options(int argc, const char* const* argv) {
  Options options;
  CLI::App app("Says what AutoDecay, or another scheduler, would have done on a training log.",
               "replay");
  app.get_formatter()->column_width(58);
  app.add_option("LOG", options.file, "CSV file with a header, a loss in each row or none")
      ->type_name("")
      ->required();
  const auto add = [&](const char* name, std::string& text, const char* form, const char* help) {
    app.add_option(name, text, help)->type_name(form)->capture_default_str();
  };
  add("--column", options.column, "NAME", "the losses");
  add("--average", options.policies.average, "ema:BETA|mean:WINDOW|none", "smooths the losses");
  add("--stability", options.policies.stability, "range:WINDOW,TOLERANCE|patience:COUNT,RELATIVE",
      "when a stage is over");
  add("--drop", options.policies.drop, "ratio:RATIO|always|stages:COUNT",
      "when it earns another one");
  add("--epsilon", options.policies.epsilon, "NUMBER", "of range and ratio, in units of the loss");
  app.add_flag("--by-rate", options.by_rate,
               "begin a stage where column learning_rate changes, too, and after a stop");
  app.add_flag("--json", options.json, "print a JSON object for each decision, nothing else");
  app.add_option("--plot", options.plot, "draw the log and the decisions (by gnuplot)")
      ->type_name("FILE.svg|FILE.png");
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    app.exit(help);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
  const std::filesystem::path extension = options.plot.extension();
  if (!options.plot.empty() && extension != ".svg" && extension != ".png")
    throw UsageError("--plot must end in .svg or .png, got \"" + options.plot.string() + '"');
  return options;
}

/// A decision as one line of JSON. Numbers that JSON cannot hold are null.
void print_json(std::ostream& out, const Verdict& verdict, const Policies& policies) {
  const Evidence& evidence = verdict.evidence;
  const auto print = [&out](const char* name, bool exists, double value) {
    out << ",\"" << name << "\":";
    if (exists && std::isfinite(value))
      out << value;
    else
      out << "null";
  };
  out.precision(std::numeric_limits<double>::max_digits10);
  out << "{\"observation\":" << verdict.observation << ",\"stage\":" << evidence.stage.index
      << ",\"decision\":\"" << to_string(evidence.decision) << '"';
  print("level", true, evidence.stage.level);
  print("spread", std::holds_alternative<autodecay::RelativeRange>(policies.stability),
        evidence.stability.value);
  print("drop_ratio", std::holds_alternative<autodecay::RelativeDrop>(policies.drop),
        evidence.drop.value);
  out << "}\n";
}

void print_text(std::ostream& out, const Options& options, const Log& log, const Run& run,
                std::ptrdiff_t not_finite) {
  const PolicyTexts& policies = options.policies;
  const std::size_t count = log.losses.size();
  out << "log           " << options.file << ", column " << options.column << '\n'
      << "observations  " << count;
  if (not_finite > 0) out << ", " << not_finite << " of them not finite and rejected";
  out << '\n'
      << "policies      " << policies.average << ", " << policies.stability << ", " << policies.drop
      << ", epsilon " << policies.epsilon << (options.by_rate ? ", by rate" : "") << "\n\n";

  for (const Verdict& verdict : run.verdicts)
    out << "observation " << verdict.observation << ": "
        << (verdict.evidence.decision == Decision::decay ? "decay  " : "stop   ")
        << verdict.evidence << '\n';

  out << "the log ends at observation " << count;
  if (run.steps.size() < count)
    out << ", " << count - run.steps.size() << " after the stop\n";
  else if (!run.verdicts.empty() && run.verdicts.back().observation == std::ssize(log.losses))
    out << " with this " << to_string(run.last.decision) << '\n';
  else
    out << ": " << run.last << '\n';
}

void replay(const Options& options) {
  const Policies policies = parse_policies(options.policies);
  const csv::Table table = csv::read(options.file);
  const bool with_rates =
      options.by_rate || (!options.plot.empty() && table.has_column("learning_rate"));
  const Log log = read_log(table, options.column, with_rates);
  if (log.losses.empty()) {
    std::cerr << "replay: " << options.file << ": column " << options.column
              << " has no value in any of " << table.rows.size() << " rows: nothing to replay\n";
    return;
  }
  const Run result = run(policies, log, options.by_rate);

  const auto not_finite = std::count_if(log.losses.begin(), log.losses.end(),
                                        [](double x) { return !std::isfinite(x); });
  if (options.json) {
    for (const Verdict& verdict : result.verdicts) print_json(std::cout, verdict, policies);
    if (not_finite > 0)
      std::cerr << "replay: losses that are not finite and rejected: " << not_finite << '\n';
  } else {
    print_text(std::cout, options, log, result, not_finite);
  }
  if (!std::cout.flush()) throw std::runtime_error("standard output cannot be written");
  if (options.plot.empty()) return;
  const std::string name = std::filesystem::path(options.file).filename().string();
  draw_plot(options.plot, name + ", " + options.column, log, result);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::optional<Options> options = parse_options(argc, argv);
    if (options) replay(*options);
    return 0;
  } catch (const UsageError& error) {
    std::cerr << "replay: " << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "replay: " << error.what() << '\n';
    return 1;
  }
}
