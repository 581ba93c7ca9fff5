#include "figures/csv.hpp"
#include "figures/trainings.hpp"

#include <algorithm>
#include <cstddef>
#include <map>

namespace figures {
namespace {

using Losses = std::vector<double>;  // of epochs 1, 2, …

/// By how much the loss fell from the end of epoch `from` to that of `to`.
double fall(const Losses& losses, std::int64_t from, std::int64_t to) {
  return losses.at(static_cast<std::size_t>(from - 1)) -
         losses.at(static_cast<std::size_t>(to - 1));
}

std::string listed(const std::vector<double>& values) {
  std::string text;
  for (const double value : values) text += (text.empty() ? "" : ", ") + rounded(value);
  return text;
}

Claim compare_falls(const std::map<std::int64_t, Losses>& losses) {
  constexpr std::int64_t most = 5;  // epochs before the decay
  std::vector<double> at_decay, before;
  std::string decays;
  bool holds = true;
  for (const auto& [decay, run] : losses) {
    if (decay == 0) continue;
    const std::int64_t first = std::max<std::int64_t>(1, decay - most);
    at_decay.push_back(fall(run, decay, decay + 1));
    before.push_back(fall(run, first, decay) / static_cast<double>(decay - first));
    decays += (decays.empty() ? "" : ", ") + decay_name(decay);
    holds = holds && at_decay.back() >= 2.0 * std::max(before.back(), 0.0);
  }
  return {holds, "in the epoch after a decay at epoch " + decays + " the training loss fell by " +
                     listed(at_decay) + ", in an epoch of the five before it by " + listed(before) +
                     " on average"};
}

Claim compare_with_never(const std::map<std::int64_t, Losses>& losses) {
  const Losses& never = losses.begin()->second;
  const auto& [decay, decayed] = *losses.rbegin();
  const std::int64_t last = std::ssize(never);
  const double without = fall(never, decay, last);
  const double with = fall(decayed, decay, decay + 1);
  return {without < with, "without a decay the training loss went from " +
                              rounded(never.at(static_cast<std::size_t>(decay - 1))) +
                              " at epoch " + decay_name(decay) + " to " + rounded(never.back()) +
                              " at epoch " + decay_name(last) + ", a fall of " + rounded(without) +
                              " in " + decay_name(last - decay) +
                              " epochs, where one epoch after the decay brought " + rounded(with)};
}

}  // namespace

std::vector<Claim> write_figure_3(Laboratory& laboratory, const Scale& scale,
                                  const std::filesystem::path& folder) {
  Csv csv("decay,epoch,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy");
  std::map<std::int64_t, Losses> losses;
  for (const std::int64_t decay : with_never(scale.stages.decays)) {
    trainer::Options options = stage_options(laboratory, scale);
    options.schedule = schedule_of(decay);
    const Run run = laboratory.train("stages-" + decay_name(decay), options);
    const auto column = [&](const char* name) { return numbers(run.metrics, name); };
    const std::vector<double> epoch = column("epoch"), rate = column("learning_rate"),
                              loss = column("train_loss"), accuracy = column("train_accuracy"),
                              test_loss = column("test_loss"),
                              test_accuracy = column("test_accuracy");
    for (std::size_t i = 0; i < epoch.size(); ++i)
      csv.row(decay_name(decay), epoch[i], rate[i], loss[i], accuracy[i], test_loss[i],
              test_accuracy[i]);
    losses[decay] = loss;
  }
  csv.write(folder / "figure-3.csv");
  return {compare_falls(losses), compare_with_never(losses)};
}

}  // namespace figures
