#include "imagenet/figure_8.hpp"

#include "support/command_line.hpp"
#include "support/csv_writer.hpp"
#include "support/gnuplot.hpp"
#include "support/paths.hpp"
#include "support/printable.hpp"
#include "support/statistics.hpp"
#include "support/text.hpp"
#include "support/usage_error.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <string>

namespace imagenet {
namespace {

constexpr std::size_t most_methods = 4;  // the picture's number of colours

/// The label of a stage: its learning rate, or its batch size if only that has changed.
std::string label_of(const EpochReport& stage, const EpochReport* previous) {
  if (previous && stage.learning_rate == previous->learning_rate &&
      stage.batch_size != previous->batch_size)
    return "batch " + support::to_text(stage.batch_size);
  return support::rounded(stage.learning_rate);
}

std::string end_of(const EpochReport& stage, const RunReport& run) {
  if (stage.epoch != run.last().epoch) return "decay";
  if (stage.stops) return "stop";
  return run.unfinished.empty() ? "budget" : "";
}

/// A method's legend, with what the picture cannot show: "AutoDecay: 75.91 ± 0.05 % after 81.0 ±
/// 1.0 epochs".
std::string legend_of(const Method& method) {
  const auto top1 = [](const RunReport& run) { return 100.0 * run.last().top1; };
  const auto epochs = [](const RunReport& run) { return static_cast<double>(run.last().epoch); };
  const std::size_t count = method.runs.size();
  return method.name + ": " + support::mean_text(method.values(top1), 2) + " % after " +
         support::mean_text(method.values(epochs), count > 1 ? 1 : 0) + " epochs" +
         (count > 1 ? ", " + support::to_text(count) + " seeds" : "") +
         (method.is_finished() ? "" : ", not finished");
}

/// The picture's small print: the settings that all methods share.
std::string note_of(const std::vector<Method>& methods) {
  std::vector<std::string> parts;
  const auto add_shared = [&](const std::string& setting, const std::string& before) {
    const std::string value = methods.front().runs.front().setting(setting);
    const bool is_shared = std::all_of(methods.begin(), methods.end(), [&](const Method& method) {
      return method.runs.front().setting(setting) == value;
    });
    // The last component of a path.
    if (is_shared && !value.empty())
      parts.push_back(before + std::filesystem::path(value).filename().string());
  };
  add_shared("data", "");
  add_shared("model", "");
  add_shared("depth", "depth ");
  add_shared("image-size", "images of ");
  add_shared("batch-size", "batch ");
  return support::joined(parts, ", ");
}

}  // namespace

void write_figure_8(const std::vector<Method>& methods, const std::filesystem::path& folder) {
  csv::Writer epochs("run,method,seed,epoch,stage,learning_rate,top1,top5");
  csv::Writer stages(
      "method_number,run_number,run,method,seed,stage,first_epoch,last_epoch,learning_rate,top1,"
      "label,end");
  std::size_t method_number = 0, run_number = 0;
  for (const Method& method : methods) {
    ++method_number;
    for (const RunReport& run : method.runs) {
      if (run_number++ > 0) epochs.gap();
      const std::string name = run.folder.string();
      const std::string seed = run.setting("seed");
      for (const EpochReport& e : run.epochs)
        epochs.row(name, method.name, seed, e.epoch, e.stage, e.learning_rate, e.top1,
                   e.top5 ? support::to_text(*e.top5) : "");

      const EpochReport* previous = nullptr;
      const std::vector<EpochReport> ends = run.stage_ends();
      for (const EpochReport& stage : ends) {
        stages.row(method_number, run_number, name, method.name, seed, stage.stage,
                   previous ? previous->epoch + 1 : 1, stage.epoch, stage.learning_rate, stage.top1,
                   label_of(stage, previous), end_of(stage, run));
        previous = &stage;
      }
    }
  }
  epochs.write(folder / "figure-8.csv");
  stages.write(folder / "figure-8-stages.csv");
}

int run_figure(int argc, const char* const* argv) {
  std::vector<std::filesystem::path> folders;
  std::filesystem::path out = "figures";

  CLI::App app(
      "Draws the paper's Figure 8 for runs: their accuracies and stages over the epochs. Runs that "
      "differ only in their seeds count as one method.",
      "imagenet figure");
  support::add_option(app, "runs", folders, "the runs' folders, of one to four methods")
      ->required()
      ->check(support::existing_folder);
  support::add_option(app, "--out", out, "folder for the picture and its data")
      ->check(support::output_folder)
      ->capture_default_str();
  if (!support::parse_command_line(app, argc, argv)) return 0;

  const std::vector<Method> methods = read_methods(folders);
  support::require(methods.size() <= most_methods, "runs", "of 1 … 4 methods",
                   support::to_text(methods.size()));
  std::filesystem::create_directories(out);
  write_figure_8(methods, out);
  std::vector<std::string> arguments = {note_of(methods)};
  for (const Method& method : methods) arguments.push_back(legend_of(method));
  try {
    gnuplot::draw(gnuplot::script("figure-8.gp"), arguments, out);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "figure 8: no picture: %s\n", support::printable(error.what()).c_str());
    return 1;
  }
  std::printf("figure 8: drew the stages of %s in %s\n",
              support::printable(
                  support::joined(methods, ", ", [](const Method& method) { return method.name; }))
                  .c_str(),
              support::printable((out / "figure-8.svg").string()).c_str());
  return 0;
}

}  // namespace imagenet
