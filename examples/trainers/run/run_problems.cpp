#include "run/run_problems.hpp"

#include "data/folder_entries.hpp"
#include "engine/error_text.hpp"
#include "model/snapshot.hpp"
#include "model/stored_tensors.hpp"
#include "run/checkpoints.hpp"
#include "run/event_file.hpp"
#include "run/json_text.hpp"
#include "run/problems.hpp"
#include "run/run_folder.hpp"
#include "support/files.hpp"

#include <exception>
#include <sstream>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

namespace trainer {
namespace {

/// Throws if the configuration is not that of the checkpoint's run.
void check_configuration(const std::filesystem::path& folder, const CheckpointFile& newest,
                         const std::set<std::string>& changeable) {
  const nlohmann::ordered_json there = read_configuration(folder);
  for (const auto& [name, value] : newest.checkpoint.configuration.items())
    if (const auto found = there.find(name);
        found == there.end() || (*found != value && !changeable.contains(name)))
      throw std::runtime_error((folder / RunFolder::configuration_name).string() + ": " + name +
                               " is " + (found == there.end() ? "missing" : found->dump()) +
                               ", and " + value.dump() + " in " + newest.path.string());
}

/// Throws if the event file does not have the metrics that the checkpoint records.
void check_events(const std::filesystem::path& folder, const RecordChecksums& written) {
  const std::string metrics = (folder / RunFolder::metrics_name).string();
  const std::string text = support::read_file(metrics);
  const auto rows = written.at(RunFolder::metrics_name).own_part(text, metrics);
  const std::filesystem::path events = folder / RunFolder::events_name;
  if (!EventFile(events).begins_with(events_of(rows, metrics)))
    throw std::runtime_error(events.string() + " has not the numbers of " + metrics +
                             ": --resume makes it anew");
}

void check_snapshot(const std::filesystem::path& path) {
  const TensorFile file(path);
  try {
    require_own_checksum(file.read(), file.metadata());
  } catch (const std::exception& error) {
    throw std::runtime_error(path.string() + ": " + reason(error));
  }
}

/// The snapshots of the stages that ended before the checkpoint.
std::vector<std::filesystem::path> ended_stages(const std::filesystem::path& folder,
                                                const RecordChecksums& written) {
  const std::filesystem::path decisions = folder / RunFolder::decisions_name;
  std::vector<std::filesystem::path> snapshots;
  const std::string text = support::read_file(decisions);
  std::istringstream lines{
      std::string(written.at(RunFolder::decisions_name).own_part(text, decisions.string()))};
  for (std::string line; std::getline(lines, line);)
    snapshots.push_back(folder / snapshot_name(integer_at(parse_json(line), "stage")));
  return snapshots;
}

}  // namespace

std::vector<std::string> run_problems(const std::filesystem::path& folder,
                                      const std::set<std::string>& changeable) {
  Problems problems;
  const CheckpointFiles checkpoints = read_checkpoints(folder);
  for (const std::string& problem : checkpoints.problems) problems.add(problem);
  if (checkpoints.newest) {
    const auto& [path, checkpoint] = *checkpoints.newest;
    problems.attempt([&] { (void)TensorFile(checkpoint.tensors, path.string()); });
    problems.attempt([&] { check_configuration(folder, *checkpoints.newest, changeable); });
    const std::vector<std::string> records = record_problems(folder, checkpoint.records);
    for (const std::string& problem : records) problems.add(problem);
    if (records.empty()) {
      problems.attempt([&] { check_events(folder, checkpoint.records); });
      problems.attempt([&] {
        for (const std::filesystem::path& snapshot : ended_stages(folder, checkpoint.records))
          if (!std::filesystem::exists(snapshot))
            problems.add(snapshot.string() + " is missing, and the stage has ended");
      });
    }
  } else {
    problems.attempt([&] { (void)read_configuration(folder); });
    problems.add("no sound checkpoint in " + folder.string() + " tells what else belongs there");
  }
  for (const std::string& name : entries(folder, [](const auto& entry) {
         return entry.path().extension() == snapshot_extension;
       }))
    problems.attempt([&] { check_snapshot(folder / name); });
  return problems.found();
}

}  // namespace trainer
