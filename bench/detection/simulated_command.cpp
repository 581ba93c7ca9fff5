#include "detection/commands.hpp"
#include "detection/simulated_report.hpp"
#include "support/command_line.hpp"
#include "support/paths.hpp"
#include "support/text_table.hpp"
#include "support/usage_error.hpp"

#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <vector>

namespace detection {

int run_simulated(int argc, const char* const* argv) {
  std::filesystem::path out = "figures/detection";
  SimulationOptions options;

  CLI::App app("Runs the default of each detector on noisy stages with a known end.",
               "detection_benchmark simulated");
  app.get_formatter()->column_width(34);
  const auto add = [&](const char* name, auto& value, const char* help) {
    return support::add_option(app, name, value, help)->capture_default_str();
  };
  add("--out", out, "folder for the results")->check(support::output_folder);
  add("--runs", options.runs, "runs of each shape with each noise");
  add("--length", options.length, "observations of a stage that ends");
  add("--limit", options.limit, "observations of a loss that never stops improving");
  add("--level", options.level, "deviation of the noise, as a share of the loss");
  add("--rho", options.rho, "autocorrelation of the autoregressive noise");
  add("--scale", options.scale, "time scale of the improvement, in observations");
  add("--floor", options.floor, "final loss, as a share of the first loss");
  add("--lookahead", options.lookahead,
      "observations: a stage is over when, within these, it improves by");
  add("--tolerance", options.tolerance, "less than this share of its loss");
  add("--fall", options.fall, "improvement per lookahead of a loss that never stops improving");
  add("--seed", options.seed, "seed of the noise");
  if (!support::parse_command_line(app, argc, argv)) return 0;

  const std::vector<Family> families = unplanned_families();
  std::vector<SimulatedScores> scores;
  support::require_parses("options", [&] { scores = simulate(families, options); });
  std::filesystem::create_directories(out);
  write_results(scores, options, out);
  std::fputs(report_of(scores, options, support::left_aligned_text).c_str(), stdout);
  return 0;
}

}  // namespace detection
