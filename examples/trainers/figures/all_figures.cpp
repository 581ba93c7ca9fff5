#include "figures/all_figures.hpp"

#include "figures/analytic.hpp"
#include "figures/trainings.hpp"
#include "run/schedule.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cstdint>
#include <set>

namespace figures {
namespace {

std::string images_text(std::int64_t images) {
  return images == 0 ? "all images" : support::to_text(images) + " images";
}

std::string network_text(const Work& work, std::int64_t depth) {
  return "WRN-" + support::to_text(depth) + "-" + support::to_text(work.laboratory.common().widen) +
         ", ";
}

std::string work_text(const Work& work) {
  return std::filesystem::path(work.laboratory.common().data).filename().string() + ", " +
         network_text(work, work.scale.depth);
}

std::string no_note(const Work&) { return {}; }

std::string stages_note(const Work& work) {
  return work_text(work) + images_text(work.scale.images) + ", batch " +
         support::to_text(work.scale.batch_size);
}

std::string noise_note(const Work& work) {
  const std::int64_t chunk = work.scale.chunk_size;
  return work_text(work) + images_text(work.scale.noise_images) + ", " +
         support::to_text(work.scale.seeds) + " seeds" +
         (chunk == 0 ? "" : ", approximated in chunks of " + support::to_text(chunk));
}

std::string schedules_note(const Work& work) {
  return work_text(work) + images_text(work.scale.schedule_images) + ", batch " +
         support::to_text(work.scale.schedule_batch_size) + ", " +
         support::to_text(work.scale.schedule_seeds) + " seeds";
}

std::string patterns_note(const Work& work) {
  return "generated patterns, " + network_text(work, work.scale.pattern_depth) + "mean of " +
         support::to_text(work.scale.pattern_seeds) + " seeds";
}

template <Claim (*write)(const std::filesystem::path&)>
std::vector<Claim> analytic(const Work& work) {
  return {write(work.folder)};
}

template <std::vector<Claim> (*write)(Laboratory&, const Scale&, const std::filesystem::path&)>
std::vector<Claim> trained(const Work& work) {
  return write(work.laboratory, work.scale, work.folder);
}

// What was fixed before the trainings and what after, for the committed results.

std::string by_formula(const Work&) { return "fixed beforehand by the formula"; }

std::string after_first_seed(const Work&) {
  return "the measure and its threshold were chosen after the first seed's results, before the "
         "other seeds'";
}

std::string after_other_sizes(const Work&) {
  return "the measure and its threshold were chosen after trainings of another size, before these";
}

std::string with_the_results(const Work&) {
  return "the measure and its threshold were written down together with the results, not before "
         "them";
}

/// The program cannot know which results were seen before.
std::string by_the_program(const Work& work) {
  std::set<std::string> usual;
  for (const std::string& schedule : usual_schedules())
    usual.insert(trainer::with_plan(schedule, work.scale.schedule_epochs));
  const bool all_usual = std::ranges::all_of(
      work.scale.schedules, [&](const std::string& schedule) { return usual.contains(schedule); });
  return std::string("the measures and thresholds are the program's, ") +
         (all_usual ? "and so are the settings" : "and the settings those that --schedules names") +
         "; it does not know which results were seen before; after ±, a standard deviation for per "
         "cent and for epochs in brackets, otherwise a 95 % margin";
}

}  // namespace

const std::vector<Figure>& all_figures() {
  static const std::vector<Figure> figures = {
      {"1", "the StepDecay schedule", analytic<write_figure_1>, no_note, by_formula},
      {"2", "oscillation in a bowl, and a landscape that is not one", analytic<write_figure_2>,
       no_note, by_formula},
      {"3", "when the stage transition happens", trained<write_figure_3>, stages_note,
       after_first_seed, true},
      {"4",
       "the norms of two groups of parameters",
       trained<write_figure_4>,
       stages_note,
       after_first_seed,
       true,
       {"conv.weight", "blocks.0.conv2.bias"}},
      {"5", "batch gradient descent", trained<write_figure_5>, noise_note, after_other_sizes, true},
      {"7", "the variance of the moving average", analytic<write_figure_7>, no_note, by_formula},
      {"10", "batch gradient descent, each run separately", trained<write_figure_10>, noise_note,
       after_other_sizes, true},
      {"11", "the norms of all parameters", trained<write_figure_11>, stages_note, after_first_seed,
       true},
      {"patterns", "which patterns are learned in which stage", trained<write_pattern_figure>,
       patterns_note, with_the_results},
      {"schedules", "where several schedules end", trained<write_schedule_figure>, schedules_note,
       by_the_program, true}};
  return figures;
}

}  // namespace figures
