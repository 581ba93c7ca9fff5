// Figures 5 and 10.

#include "figures/csv.hpp"
#include "figures/statistics.hpp"
#include "figures/trainings.hpp"

#include <algorithm>
#include <cstddef>

namespace figures {
namespace {

/// A method's trainings that differ in the decay, with several seeds each.
struct Trial {
  std::string method;                          // "sgd" or "bgd"
  std::string method_text;                     // as trainer::method_text() has it
  std::vector<std::int64_t> decays;            // 0: never
  std::vector<std::vector<Run>> runs = {};     // of each decay, the seeds'
  std::vector<std::vector<double>> best = {};  // test accuracy, likewise
};

Trial run_trial(Laboratory& laboratory, const Scale& scale, const std::string& method,
                const DecayTrial& plan) {
  Trial trial{.method = method, .method_text = method, .decays = with_never(plan.decays)};
  for (const std::int64_t decay : trial.decays) {
    auto& runs = trial.runs.emplace_back();
    auto& best = trial.best.emplace_back();
    for (std::int64_t seed = 0; seed < scale.seeds; ++seed) {
      trainer::Options options = laboratory.common();
      options.method = method;
      if (method == "bgd") options.chunk_size = scale.chunk_size;
      options.depth = scale.depth;
      options.batch_size = scale.noise_batch_size;
      options.limit = scale.noise_images;
      options.test_limit = scale.noise_test_images;
      options.seed = options.order_seed = static_cast<std::uint64_t>(seed);
      trainer::set_defaults(options, {"augment", "order-seed"});
      options.schedule = schedule_of(decay);
      options.epochs = plan.epochs;
      const std::string name = method + '-' + decay_name(decay) + "-seed-" + std::to_string(seed);
      trial.method_text = trainer::method_text(options);
      runs.push_back(laboratory.train(name, options));
      const std::vector<double> accuracy = numbers(runs.back().metrics, "test_accuracy");
      best.push_back(*std::max_element(accuracy.begin(), accuracy.end()));
    }
  }
  return trial;
}

Trial run_sgd(Laboratory& laboratory, const Scale& scale) {
  return run_trial(laboratory, scale, "sgd", scale.sgd);
}

Trial run_bgd(Laboratory& laboratory, const Scale& scale) {
  return run_trial(laboratory, scale, "bgd", scale.bgd);
}

std::string percent(double share) { return rounded(100.0 * share); }

std::string percent(const Sample& sample) {
  return percent(sample.mean) + " ± " + percent(sample.deviation);
}

/// What each decay brings over never, paired by seed.
std::vector<Sample> gains(const Trial& trial) {
  std::vector<Sample> result;
  for (std::size_t i = 1; i < trial.best.size(); ++i)
    result.push_back(sample_of(difference(trial.best[i], trial.best[0])));
  return result;
}

std::string summary(const Trial& trial) {
  std::string text = "best test accuracy under " + trial.method_text + ", mean ± deviation of " +
                     std::to_string(trial.best.front().size()) + " seeds, %: ";
  for (std::size_t i = 0; i < trial.decays.size(); ++i)
    text += (i == 0 ? "" : "; ") +
            (trial.decays[i] == 0 ? "no decay" : "decay at " + decay_name(trial.decays[i])) + ' ' +
            percent(sample_of(trial.best[i]));
  return text;
}

std::string listed(const std::vector<Sample>& samples) {
  std::string text;
  for (const Sample& sample : samples) text += (text.empty() ? "" : ", ") + percent(sample);
  return text;
}

/// Beyond chance: more than two standard errors of the mean.
bool differs(const Sample& gain) { return std::abs(gain.mean) > 2.0 * gain.standard_error; }

Claim rises_under_sgd(const Trial& sgd) {
  const std::vector<Sample> each = gains(sgd);
  const bool holds = std::all_of(each.begin(), each.end(), [](const Sample& gain) {
    return gain.mean > 0.0 && differs(gain);
  });
  return {holds, summary(sgd) + "; gains by a decay " + listed(each) + " points"};
}

Claim stays_under_bgd(const Trial& bgd) {
  const std::vector<Sample> each = gains(bgd);
  const bool holds = std::none_of(each.begin(), each.end(), differs);
  return {holds, summary(bgd) + "; gains by a decay " + listed(each) + " points"};
}

void write_runs(const Trial& trial, const std::filesystem::path& file) {
  Csv csv("decay,seed,iteration,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy");
  for (std::size_t i = 0; i < trial.decays.size(); ++i) {
    for (std::size_t seed = 0; seed < trial.runs[i].size(); ++seed) {
      const auto column = [&](const char* name) {
        return numbers(trial.runs[i][seed].metrics, name);
      };
      const std::vector<double> iteration = column("epoch"), rate = column("learning_rate"),
                                loss = column("train_loss"), accuracy = column("train_accuracy"),
                                test_loss = column("test_loss"),
                                test_accuracy = column("test_accuracy");
      for (std::size_t k = 0; k < iteration.size(); ++k)
        csv.row(decay_name(trial.decays[i]), seed, iteration[k], rate[k], loss[k], accuracy[k],
                test_loss[k], test_accuracy[k]);
    }
  }
  csv.write(file);
}

}  // namespace

std::vector<Claim> write_figure_5(Laboratory& laboratory, const Scale& scale,
                                  const std::filesystem::path& folder) {
  const Trial sgd = run_sgd(laboratory, scale);
  const Trial bgd = run_bgd(laboratory, scale);
  write_runs(bgd, folder / "figure-5.csv");
  Csv csv("method,decay,seeds,mean,deviation");
  for (const Trial& trial : {sgd, bgd}) {
    for (std::size_t i = 0; i < trial.decays.size(); ++i) {
      const Sample best = sample_of(trial.best[i]);
      csv.row(trial.method, decay_name(trial.decays[i]), trial.best[i].size(), best.mean,
              best.deviation);
    }
  }
  csv.write(folder / "figure-5-best.csv");
  return {rises_under_sgd(sgd), stays_under_bgd(bgd)};
}

std::vector<Claim> write_figure_10(Laboratory& laboratory, const Scale& scale,
                                   const std::filesystem::path& folder) {
  const Trial bgd = run_bgd(laboratory, scale);
  write_runs(bgd, folder / "figure-10.csv");
  return {stays_under_bgd(bgd)};
}

}  // namespace figures
