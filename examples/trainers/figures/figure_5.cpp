// Figures 5 and 10.

#include "figures/claims.hpp"
#include "figures/trainings.hpp"
#include "support/csv_writer.hpp"
#include "support/statistics.hpp"

#include <algorithm>
#include <cstddef>

namespace figures {
namespace {

/// A training, identified by its differences from others with the same method.
struct Member {
  std::int64_t decay = 0;  // 0: never
  std::int64_t seed = 0;
  Run run;
};

/// A method's trainings, which differ in the decay and the seed.
struct StabilityTrial {
  std::vector<Member> members = {};
  BestAccuracies best = {};
  std::vector<Losses> losses = {};  // without a decay, per seed
};

trainer::Options options_of(const Laboratory& laboratory, const Scale& scale,
                            const std::string& method, const DecayTrial& plan) {
  trainer::Options options = laboratory.common();
  options.method = method;
  trainer::set_defaults(options, {"augment"});
  options.depth = scale.depth;
  options.limit = scale.noise_images;
  options.test_limit = scale.noise_test_images;
  options.epochs = plan.epochs;
  if (method == "bgd")
    options.chunk_size = scale.chunk_size;
  else
    options.batch_size = scale.noise_batch_size;
  return options;
}

StabilityTrial run_trial(Laboratory& laboratory, const Scale& scale, const std::string& method,
                         const DecayTrial& plan) {
  trainer::Options options = options_of(laboratory, scale, method, plan);
  StabilityTrial trial;
  trial.best.method = trainer::method_text(options);
  for (const std::int64_t decay : with_never(plan.decays)) {
    for (std::int64_t seed = 0; seed < scale.seeds; ++seed) {
      options.schedule = schedule_of(decay);
      options.seed = options.order_seed = static_cast<std::uint64_t>(seed);
      Run run = laboratory.train_as_far_as_it_goes(
          method + '-' + decay_name(decay) + "-seed-" + std::to_string(seed), options);
      const std::vector<double> accuracy = numbers(run.metrics, "test_accuracy");
      trial.best.by_decay[decay].push_back(*std::max_element(accuracy.begin(), accuracy.end()));
      if (run.diverged) ++trial.best.diverged;
      if (decay == 0) trial.losses.push_back(numbers(run.metrics, "train_loss"));
      trial.members.push_back({decay, seed, std::move(run)});
    }
  }
  return trial;
}

StabilityTrial run_sgd(Laboratory& laboratory, const Scale& scale) {
  return run_trial(laboratory, scale, "sgd", scale.sgd);
}

StabilityTrial run_bgd(Laboratory& laboratory, const Scale& scale) {
  return run_trial(laboratory, scale, "bgd", scale.bgd);
}

Claim compare_stability(Laboratory& laboratory, const Scale& scale, const StabilityTrial& bgd,
                        const StabilityTrial& sgd) {
  const std::int64_t images =
      scale.noise_images == 0 ? laboratory.training_images() : scale.noise_images;
  return is_less_stable(bgd.losses, sgd.losses,
                        (images + scale.noise_batch_size - 1) / scale.noise_batch_size);
}

void write_runs(const StabilityTrial& trial, const std::filesystem::path& file) {
  const std::vector<std::string> scores = {"learning_rate", "train_loss", "train_accuracy",
                                           "test_loss", "test_accuracy"};
  csv::Writer csv("decay,seed,iteration," + support::joined(scores, ",") + ",method");
  for (const auto& [decay, seed, run] : trial.members) {
    const std::vector<std::vector<double>> columns = columns_of(run.metrics, scores);
    for (std::size_t i = 0; i < run.metrics.rows.size(); ++i)
      csv.row(decay_name(decay), seed, i + 1, row_of(columns, i), trial.best.method);
  }
  csv.write(file);
}

}  // namespace

std::vector<Claim> write_figure_5(Laboratory& laboratory, const Scale& scale,
                                  const std::filesystem::path& folder) {
  const StabilityTrial sgd = run_sgd(laboratory, scale);
  const StabilityTrial bgd = run_bgd(laboratory, scale);
  write_runs(bgd, folder / "figure-5.csv");
  csv::Writer csv("method,decay,seeds,mean,deviation,trained_by");
  csv::Writer single("method,decay,seed,best");
  for (const auto& [name, trial] : {std::pair("sgd", &sgd), std::pair("bgd", &bgd)}) {
    for (const auto& [decay, accuracies] : trial->best.by_decay) {
      const support::Sample best = support::sample_of(accuracies);
      csv.row(name, decay_name(decay), accuracies.size(), best.mean, best.deviation,
              trial->best.method);
      for (std::size_t seed = 0; seed < accuracies.size(); ++seed)
        single.row(name, decay_name(decay), seed, accuracies[seed]);
    }
  }
  csv.write(folder / "figure-5-best.csv");
  single.write(folder / "figure-5-seeds.csv");
  return {rises_with_decay(sgd.best), is_independent_of_decay(bgd.best, sgd.best),
          compare_stability(laboratory, scale, bgd, sgd)};
}

std::vector<Claim> write_figure_10(Laboratory& laboratory, const Scale& scale,
                                   const std::filesystem::path& folder) {
  const StabilityTrial sgd = run_sgd(laboratory, scale);
  const StabilityTrial bgd = run_bgd(laboratory, scale);
  write_runs(bgd, folder / "figure-10.csv");
  return {is_independent_of_decay(bgd.best, sgd.best),
          compare_stability(laboratory, scale, bgd, sgd)};
}

}  // namespace figures
