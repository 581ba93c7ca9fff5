#include "run/staged_run.hpp"

#include "engine/stopwatch.hpp"
#include "model/network.hpp"
#include "model/snapshot.hpp"
#include "run/interrupt.hpp"
#include "run/schedule.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <limits>
#include <utility>

#include <torch/optim/sgd.h>

namespace trainer {

using autodecay::Decision;

Outcome StagedRun::run() const {
  progress.detail("schedule: " + plan.schedule);
  Decision decision = Decision::hold;
  while (decision != Decision::stop && state.epoch.number <= plan.epochs) {
    const std::optional<EpochResult> result = run_epoch();
    if (!result) return stop_early();
    decision = finish_epoch(*result);
  }
  progress.detail("finished after " + support::to_text(state.epoch.number - 1) + " epochs in " +
                  plan.out.string());
  return {};
}

std::optional<EpochResult> StagedRun::run_epoch() const {
  const double rate = learning_rate(state.optimizer);
  std::int64_t saved = state.epoch.step;
  return work.run(state.epoch, [&] {
    progress.step(state.epoch, work.steps(state.epoch.batch_size), rate);
    if (plan.checkpoint_steps > 0 && state.epoch.step >= saved + plan.checkpoint_steps) {
      saved = state.epoch.step;
      save_between_steps();
    }
    return interrupted() == 0;
  });
}

/// The device's work on the steps so far counts as training, and saving them does not.
void StagedRun::save_between_steps() const {
  Stopwatch watch;
  (void)state.epoch.sums.cpu();  // waits for the device
  state.epoch.seconds += watch.lap();
  (void)save();
}

/// Records the steps of the epoch so far, unless its loss is non-finite.
Outcome StagedRun::stop_early() const {
  const bool good = save();
  progress.say("interrupted in epoch " + support::to_text(state.epoch.number) + " after step " +
               support::to_text(state.epoch.step) +
               (good ? "" : "; the loss is non-finite, so the last good checkpoint is kept"));
  progress.detail("resume with: " + plan.program + " --out '" + plan.out.string() + "' --resume");
  return {interrupted() != 0 ? interrupted() : SIGTERM};  // another process received it
}

/// Lets the schedule decide after an epoch, records everything, and starts the next epoch.
Decision StagedRun::finish_epoch(const EpochResult& result) const {
  const bool good = std::isfinite(result.train.loss);
  EpochRecord epoch = undecided(result);
  std::int64_t batch_size = epoch.batch_size;
  epoch.decision = state.schedule.step({state.optimizer, batch_size}, result.train.loss);
  epoch.level =
      good ? state.schedule.evidence().stage.level : std::numeric_limits<double>::quiet_NaN();
  work.check_agreement("the schedule after epoch " + support::to_text(epoch.epoch),
                       state.schedule.save());
  record(epoch);

  Epoch next = work.begin(epoch.epoch + 1, batch_size);
  const DecisionRecord decision = decision_before(next);
  if (epoch.decision != Decision::hold) {
    if (folder != nullptr) folder->record(decision);
    progress.detail(support::printed(decision.evidence));
  }
  if (!good) warn_of_loss(epoch.decision);
  if (epoch.decision != Decision::hold || epoch.epoch == plan.epochs) write_stage(epoch, decision);

  state.epoch = std::move(next);
  if (std::isfinite(result.test.loss)) (void)save();
  return epoch.decision;
}

/// The row of an epoch before the schedule's decision.
EpochRecord StagedRun::undecided(const EpochResult& result) const {
  const std::int64_t images = std::min(state.epoch.step * state.epoch.batch_size, work.images());
  return {.epoch = state.epoch.number,
          .stage = state.schedule.stage().index,
          .learning_rate = learning_rate(state.optimizer),
          .train = result.train,
          .test = result.test,
          .method = plan.method,
          .batch_size = state.epoch.batch_size,
          .seconds = state.epoch.seconds,
          .images_per_second = static_cast<double>(images) / state.epoch.seconds,
          .more = result.more};
}

void StagedRun::record(const EpochRecord& epoch) const {
  if (folder != nullptr) {
    folder->record(epoch);
    for (const Probe& probe : probes) folder->record(probe.name, epoch.epoch, probe.measure());
  }
  progress.row(epoch);
}

/// The latest decision of the schedule, before the epoch `next`.
DecisionRecord StagedRun::decision_before(const Epoch& next) const {
  return {.epoch = next.number - 1,
          .evidence = state.schedule.evidence(),
          .learning_rate = learning_rate(state.optimizer),
          .batch_size = next.batch_size,
          .method = plan.method};
}

/// Writes a snapshot of the network at a stage's end. Its metadata leave out what may differ
/// between two runs with the same weights.
void StagedRun::write_stage(const EpochRecord& epoch, const DecisionRecord& decision) const {
  if (folder == nullptr) return;
  nlohmann::ordered_json metrics = describe(epoch, plan.more_columns);
  for (const char* time : {"seconds", "images_per_second"}) metrics.erase(time);
  nlohmann::ordered_json configuration = plan.configuration;
  for (const std::string& setting : plan.changeable) configuration.erase(setting);
  write_snapshot(folder->snapshot(epoch.stage), state_dict(state.network),
                 {{"architecture", plan.architecture},
                  {"configuration", configuration},
                  {"data", data},
                  {"metrics", metrics},
                  {"decision", describe(decision)}});
}

/// Reports a non-finite loss of an epoch; throws Diverged if it makes the schedule stop.
void StagedRun::warn_of_loss(Decision decision) const {
  const std::string text = "the training loss was non-finite in " +
                           support::to_text(state.schedule.evidence().consecutive_nonfinite) +
                           " consecutive epochs";
  if (decision == Decision::stop)
    throw Diverged(text +
                   "; the checkpoint of the last good epoch is kept, if there was one. A lower "
                   "--learning-rate may help");
  progress.say(text + "; no checkpoint is written");
}

/// Writes a checkpoint unless a loss since the last one is non-finite; returns whether it did.
/// Collective: all processes of the run call it.
bool StagedRun::save() const {
  TrainingState whole = state;
  whole.epoch.sums = work.sums(state.epoch);
  const bool good = state.schedule.evidence().consecutive_nonfinite == 0 &&
                    std::isfinite(whole.epoch.sums[0].item<double>());
  if (good && folder != nullptr) folder->save(take_checkpoint(whole, plan.configuration, data));
  return good;
}

}  // namespace trainer
