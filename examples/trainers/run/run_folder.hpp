#pragma once

#include "engine/engine.hpp"
#include "run/event_file.hpp"
#include "run/record.hpp"
#include "support/files.hpp"

#include <cstdint>
#include <deque>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <autodecay/evidence.hpp>

namespace trainer {

struct Checkpoint;

/// The extension of a snapshot, stage-<stage>.safetensors.
inline constexpr std::string_view snapshot_extension = ".safetensors";
[[nodiscard]] std::string snapshot_name(std::int64_t stage);

/// Whether `folder` holds a run that has reached a checkpoint or the end of an epoch. A run that
/// failed before that may be started again.
[[nodiscard]] bool holds_run(const std::filesystem::path& folder);

/// The configuration of the run in `folder`. Throws std::runtime_error that names config.json if
/// it cannot be read or is damaged.
[[nodiscard]] nlohmann::ordered_json read_configuration(const std::filesystem::path& folder);

/// Throws std::runtime_error unless a name is valid UTF-8, which the folder's files require.
void require_utf8(const std::string& what, const std::string& name);

/// The first setting that differs from the resumed run's configuration, as a text with both values;
/// empty if they describe the same run. Changeable settings may differ.
[[nodiscard]] std::string settings_difference(const nlohmann::ordered_json& resumed,
                                              const nlohmann::ordered_json& here,
                                              const std::set<std::string>& changeable);

/// A row of metrics.csv.
struct EpochRecord {
  std::int64_t epoch = 0;
  std::int64_t stage = 0;      ///< of the epoch
  double learning_rate = 0.0;  ///< during the epoch
  Score train;                 ///< see EpochResult
  Score test;                  ///< at the end of the epoch
  double level = 0.0;          ///< of the training loss; NaN if the loss was non-finite
  autodecay::Decision decision = autodecay::Decision::hold;
  std::string method;              ///< see method_text()
  std::int64_t batch_size = 0;     ///< images per step
  double seconds = 0.0;            ///< of training, without the evaluation
  double images_per_second = 0.0;  ///< in training
  std::vector<double> more = {};   ///< the cells of RunPlan::more_columns
};

/// A line of decisions.jsonl for a decay or a stop.
struct DecisionRecord {
  std::int64_t epoch = 0;             ///< the last one before the decision
  autodecay::Evidence evidence = {};  ///< for the decision
  double learning_rate = 0.0;         ///< from here on
  std::int64_t batch_size = 0;        ///< images per step from here on
  std::string method = {};            ///< see EpochRecord
};

/// Both as JSON, with the names of their columns and fields.
[[nodiscard]] nlohmann::ordered_json describe(const EpochRecord& record,
                                              const std::vector<std::string>& more_columns);
[[nodiscard]] nlohmann::ordered_json describe(const DecisionRecord& record);

/// The rows of a metrics.csv as events for TensorBoard. Throws std::runtime_error that names the file
/// and the line if the text is not a table.
[[nodiscard]] std::vector<Event> events_of(std::string_view metrics, const std::string& file);

/// The folder of a run, used by one process at a time:
///
///   config.json      the options
///   metrics.csv      a row per epoch, see EpochRecord
///   events.out.…     the same numbers under the same names, for TensorBoard
///   decisions.jsonl  a line per decay and stop, see DecisionRecord
///   norms.csv, …     a row per epoch for each Probe
///   stage-1.safetensors, …  the network at each stage's end
///   last.ckpt        everything needed to resume
///   previous.ckpt    the checkpoint before that
///   next.ckpt        left by a process killed while saving
///   stages.svg, .png a picture of the run
///
/// Every write is on the disk when the call returns. A write that fails throws std::system_error
/// that names the file, which is then unchanged.
class RunFolder {
 public:
  static constexpr const char* configuration_name = "config.json";
  static constexpr const char* lock_name = "lock";
  static constexpr const char* metrics_name = "metrics.csv";
  static constexpr const char* decisions_name = "decisions.jsonl";
  static constexpr const char* events_name = "events.out.tfevents.autodecay";

  /// Starts a run in a folder that holds none; its metrics have `more_columns` after the usual
  /// columns. Throws std::runtime_error if there is a run.
  static RunFolder create(std::filesystem::path folder, const nlohmann::ordered_json& configuration,
                          const std::vector<std::string>& more_columns = {});

  /// Resumes the run in a folder with the configuration that applies from now on.
  static RunFolder open(std::filesystem::path folder, const nlohmann::ordered_json& configuration,
                        const std::vector<std::string>& more_columns = {});

  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }
  [[nodiscard]] std::filesystem::path snapshot(std::int64_t stage) const;

  /// Adds a table of a number per column and epoch beside the metrics, <name>.csv, which the next
  /// begin() or keep() includes.
  void add_table(const std::string& name, const std::vector<std::string>& columns);

  /// Empties the records at the start of a run.
  void begin();

  /// Removes from the records what was written after the checkpoint with these checksums. Reports on
  /// standard error if the event file had to be rewritten. Throws std::runtime_error that names the
  /// file and the line for a record that was altered.
  void keep(const RecordChecksums& written);

  void record(const EpochRecord& record);

  void record(const DecisionRecord& record);

  /// Records an epoch's numbers in an added table. Throws std::logic_error if there is no such table.
  void record(const std::string& table_name, std::int64_t epoch,
              const std::vector<double>& numbers);

  /// Makes this, with the records' checksums, the last checkpoint, and the old last one the previous
  /// checkpoint.
  void save(Checkpoint checkpoint) const;

 private:
  RunFolder(std::filesystem::path folder, const std::vector<std::string>& more_columns);

  [[nodiscard]] std::filesystem::path table(const std::string& name) const;

  std::filesystem::path folder_;
  support::FileLock lock_;
  std::vector<std::string> more_columns_;
  std::deque<Record> records_;  // the metrics first, then the decisions
  EventFile events_;
};

}  // namespace trainer
