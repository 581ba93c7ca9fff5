#include "run/run_plan.hpp"

#include "engine/error_text.hpp"
#include "run/checkpoints.hpp"
#include "run/epoch_work.hpp"
#include "run/schedule.hpp"
#include "support/printable.hpp"
#include "support/text.hpp"
#include "support/usage_error.hpp"

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <utility>

namespace trainer {
namespace {

/// The newest sound checkpoint in a run's folder; nothing if there is none. Reports the unsound ones on
/// standard error.
std::optional<CheckpointFile> read_newest_checkpoint(const std::filesystem::path& folder) {
  CheckpointFiles found = read_checkpoints(folder);
  if (!found.newest && !found.problems.empty())
    throw std::runtime_error(support::joined(found.problems, "\n"));
  for (const std::string& problem : found.problems)
    std::fprintf(stderr, "%s; resuming from %s\n", support::printable(problem).c_str(),
                 support::printable(found.newest->path.string()).c_str());
  return std::move(found.newest);
}

}  // namespace

std::optional<Checkpoint> RunPlan::last_checkpoint() const {
  if (!resume) return std::nullopt;
  std::optional<CheckpointFile> newest = read_newest_checkpoint(out);
  if (!newest) {
    std::fprintf(stderr, "there is no checkpoint in %s yet: starting the run from the beginning\n",
                 support::printable(out.string()).c_str());
    return std::nullopt;
  }
  Checkpoint& checkpoint = newest->checkpoint;
  const std::string text = settings_difference(checkpoint.configuration, configuration, changeable);
  if (!text.empty())
    throw std::runtime_error(newest->path.string() + " is of another run: " + text);
  const std::vector<std::string> problems = record_problems(out, checkpoint.records);
  if (!problems.empty())
    throw std::runtime_error(
        support::joined(problems, "\n") +
        "\nrestore the original file, or start the run again in another folder");
  const std::int64_t begun = checkpoint.epoch - (checkpoint.step == 0 ? 1 : 0);
  if (epochs < begun)
    throw support::UsageError("--epochs must be at least " + support::to_text(begun) +
                              ", the number that the run has started, got " +
                              support::to_text(epochs));
  return std::move(checkpoint);
}

bool RunPlan::is_finished(const Checkpoint& checkpoint) const {
  Schedule last(schedule);
  last.load(checkpoint.schedule);
  return checkpoint.epoch > epochs || last.evidence().decision == autodecay::Decision::stop;
}

void RunPlan::tell_finished(const Checkpoint& checkpoint) const {
  std::printf("the run in %s is finished, after %s epochs\n",
              support::printable(out.string()).c_str(),
              support::to_text(checkpoint.epoch - 1).c_str());
}

void RunPlan::restore(const Checkpoint& checkpoint, TrainingState& state,
                      const EpochWork& work) const {
  try {
    const std::int64_t batch_size = checkpoint.batch_size;
    support::require(batch_size == work.begin(checkpoint.epoch, batch_size).batch_size,
                     "batch_size", "one that the data allow", batch_size);
    support::require(checkpoint.step <= work.steps(batch_size), "step",
                     "in 0 … " + support::to_text(work.steps(batch_size)), checkpoint.step);
    trainer::restore(checkpoint, state);
  } catch (const std::exception& error) {
    throw std::runtime_error("the checkpoint in " + out.string() +
                             " cannot be resumed: " + reason(error));
  }
}

RunFolder RunPlan::open_folder(const std::optional<Checkpoint>& checkpoint,
                               const std::vector<Probe>& probes) const {
  RunFolder folder = resume ? RunFolder::open(out, configuration, more_columns)
                            : RunFolder::create(out, configuration, more_columns);
  for (const Probe& probe : probes) folder.add_table(probe.name, probe.columns);
  if (checkpoint)
    folder.keep(checkpoint->records);
  else
    folder.begin();
  return folder;
}

void check_unchanged(const std::string& source, const nlohmann::ordered_json& then,
                     const nlohmann::ordered_json& now) {
  if (then != now)
    throw std::runtime_error(source + " has changed since the run started: " + then.dump() +
                             " then, " + now.dump() + " now");
}

}  // namespace trainer
