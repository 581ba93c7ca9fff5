#include "figures/command.hpp"

#include "figures/all_figures.hpp"
#include "figures/laboratory.hpp"
#include "figures/scale.hpp"
#include "figures/schedule_trials.hpp"
#include "figures/trainings.hpp"
#include "run/interrupt.hpp"
#include "run/options.hpp"
#include "run/schedule.hpp"
#include "support/command_line.hpp"
#include "support/files.hpp"
#include "support/gnuplot.hpp"
#include "support/paths.hpp"
#include "support/printable.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace figures {
namespace {

using support::UsageError;

/// Writes the figure's tables, prints its claims, and draws it; returns whether it could be drawn.
bool draw(const Figure& figure, const Work& work) {
  const std::string name = "figure-" + figure.name;
  const std::string basis = figure.basis(work);
  std::string text;
  for (const Claim& claim : figure.write(work)) {
    const std::string line = line_of(claim, basis);
    std::printf("figure %s: %s\n", figure.name.c_str(), support::printable(line).c_str());
    text += line + '\n';
  }
  support::write_atomically(work.folder / (name + ".txt"), {text});

  std::vector<std::string> arguments = {figure.note(work)};
  arguments.insert(arguments.end(), figure.arguments.begin(), figure.arguments.end());
  try {
    gnuplot::draw(gnuplot::script(name + ".gp"), arguments, work.folder);
  } catch (const std::exception& error) {
    if (trainer::interrupted() != 0) throw Interrupted{trainer::interrupted()};
    std::fprintf(stderr, "figure %s: no picture: %s\n", figure.name.c_str(),
                 support::printable(error.what()).c_str());
    return false;
  }
  std::printf("figure %s: drew %s in %s\n", figure.name.c_str(), figure.title.c_str(),
              support::printable((work.folder / (name + ".svg")).string()).c_str());
  std::fflush(stdout);
  return true;
}

/// The names to choose from: "1, 2, … or all".
std::string names_text() {
  return support::joined(all_figures(), ", ", [](const Figure& figure) { return figure.name; }) +
         " or all";
}

/// The figures with these names, each once.
std::vector<Figure> chosen(const std::vector<std::string>& names) {
  std::vector<Figure> figures;
  for (const Figure& figure : all_figures()) {
    const auto asks = [&](const std::string& name) { return name == "all" || name == figure.name; };
    if (std::any_of(names.begin(), names.end(), asks)) figures.push_back(figure);
  }
  for (const std::string& name : names) {
    const auto is = [&](const Figure& figure) { return figure.name == name; };
    if (name != "all" && std::none_of(all_figures().begin(), all_figures().end(), is))
      throw UsageError("figure: expected " + names_text() + ", got " + name);
  }
  return figures;
}

/// Throws UsageError unless each is a schedule's text, and none is given twice.
void check_schedules(const std::vector<std::string>& schedules) {
  std::set<std::string> seen;
  for (const std::string& text : schedules) {
    support::require_parses("--schedules", [&] { trainer::Schedule schedule(text); });
    if (!seen.insert(text).second) throw UsageError("--schedules: " + text + " is given twice");
  }
}

std::string controls_text() {
  return support::joined(controls(), ", ", [](const Control& control) { return control.name; });
}

/// The controls with these names, or no control if "none" is the only name. Throws UsageError if
/// another name is not that of a control.
std::vector<std::string> chosen_controls(const std::vector<std::string>& names) {
  if (names == std::vector<std::string>{"none"}) return {};
  for (const std::string& name : names)
    if (std::ranges::none_of(controls(), [&](const Control& one) { return one.name == name; }))
      throw UsageError("--controls: expected " + controls_text() + ", or none alone, got " + name);
  return names;
}

/// Draws figures one after another until a signal arrives. Returns the program's exit code.
int draw_all(const std::vector<Figure>& figures, const Work& work) {
  trainer::catch_interrupts();
  bool drawn = true;
  try {
    for (const Figure& figure : figures) {
      drawn = draw(figure, work) && drawn;
      if (trainer::interrupted() != 0) throw Interrupted{trainer::interrupted()};
    }
  } catch (const Interrupted& interrupted) {
    std::printf("interrupted; run the same command again to resume\n");
    return 128 + interrupted.signal;
  }
  return drawn ? 0 : 1;
}

}  // namespace

int run_command(int argc, const char* const* argv) {
  trainer::Options common;
  std::vector<std::string> names;
  std::string scale_name = "small";
  std::int64_t chunk_size = 0;
  std::vector<std::string> schedules = usual_schedules();
  std::vector<std::string> told = {"StepDecay-told", "cosine"};
  std::filesystem::path out;

  CLI::App app(
      "Draws the figures of the paper's section 3 and of schedules with all the trainings they "
      "need.",
      "learning_stages figure");
  app.get_formatter()->column_width(34);
  const auto add = [&](const char* name, auto& value, const std::string& help) {
    return support::add_option(app, name, value, help)->capture_default_str();
  };
  support::add_option(app, "figure", names, names_text())->required();
  add("--scale", scale_name,
      "smoke: less than two minutes for all; small: seven hours on two CPU cores; medium: the "
      "paper's network and images for fewer epochs, on a GPU; paper: all of the paper's sizes");
  const CLI::Option* const data =
      add("--data", common.data, "as for a training; the figure of the patterns does not use it")
          ->check(trainer::data_path);
  add("--out", out, "folder for the pictures and their runs; default: figures/<scale>")
      ->check(support::output_folder);
  add("--widen", common.widen, "width of the WideResNets, as for a training");
  add("--chunk-size", chunk_size, "as for a training by batch gradient descent");
  add("--train-loss", common.train_loss, "as for a training");
  support::add_option(app, "--schedules", schedules,
                      "of the figure of that name: the schedules that find the ends of their "
                      "stages; default: " +
                          support::joined(schedules, "; "));
  support::add_option(app, "--controls", told,
                      "of the same figure: schedules that are told how many epochs each of those "
                      "took: " +
                          controls_text() + ", or none alone; default: StepDecay-told and cosine");
  add("--device", common.device, "auto, cpu or cuda");
  add("--threads", common.threads, "CPU threads; 0: one per physical core");
  if (!support::parse_command_line(app, argc, argv)) return 0;

  const std::vector<Figure> figures = chosen(names);
  Scale scale = [&] {
    try {
      return scale_named(scale_name);
    } catch (const std::invalid_argument& error) {
      throw UsageError(std::string("--scale: ") + error.what());
    }
  }();
  if (chunk_size < 0)
    throw UsageError("--chunk-size must be at least 0 images, got " + support::to_text(chunk_size));
  scale.chunk_size = chunk_size;
  for (std::string& schedule : schedules)
    schedule = trainer::with_plan(schedule, scale.schedule_epochs);
  check_schedules(schedules);
  scale.schedules = schedules;
  scale.schedule_controls = chosen_controls(told);
  for (const Figure& figure : figures)
    if (figure.needs_data && data->count() == 0 && scale.name != "smoke")
      throw UsageError("figure " + figure.name + " at scale " + scale_name +
                       " needs images: name a folder of CIFAR-10 with --data");
  common.data = trainer::data_named(common.data);
  if (out.empty()) out = std::filesystem::path("figures") / scale_name;
  trainer::check(common);

  std::filesystem::create_directories(out);
  const support::FileLock lock(out / "lock");
  Laboratory laboratory(out / "runs", common);
  return draw_all(figures, {laboratory, scale, out});
}

}  // namespace figures
