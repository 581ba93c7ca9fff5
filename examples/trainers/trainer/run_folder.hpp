#pragma once

#include "trainer/engine.hpp"
#include "trainer/event_file.hpp"
#include "trainer/files.hpp"
#include "trainer/record.hpp"

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

/// The name of the file with the network at a stage's end, stage-<stage>.safetensors.
inline constexpr std::string_view snapshot_extension = ".safetensors";
[[nodiscard]] std::string snapshot_name(std::int64_t stage);

/// Whether `folder` holds a run: one that has come to a checkpoint or the end of an epoch. What failed
/// before that may be begun anew.
[[nodiscard]] bool holds_run(const std::filesystem::path& folder);

/// The configuration of the run in `folder`. Throws std::runtime_error that names config.json if
/// it cannot be read or is damaged.
[[nodiscard]] nlohmann::ordered_json read_configuration(const std::filesystem::path& folder);

/// Throws std::runtime_error unless a name can stand in a folder's files.
void require_utf8(const std::string& what, const std::string& name);

/// The first setting in which a configuration differs from that of the run that is resumed, as text
/// with both values; empty if they describe the same run, but for settings that may change.
[[nodiscard]] std::string settings_difference(const nlohmann::ordered_json& resumed,
                                              const nlohmann::ordered_json& here,
                                              const std::set<std::string>& changeable);

/// What metrics.csv tells of an epoch.
struct EpochRecord {
  std::int64_t epoch = 0;
  std::int64_t stage = 0;      ///< in which the epoch ran
  double learning_rate = 0.0;  ///< with which it ran
  Score train;                 ///< over the epoch, while the weights changed
  Score test;                  ///< at its end
  double level = 0.0;          ///< of the training loss after it; NaN if that was not finite
  autodecay::Decision decision = autodecay::Decision::hold;
  std::string method;              ///< "sgd", or how the batch was the whole data set
  std::int64_t batch_size = 0;     ///< images a step
  double seconds = 0.0;            ///< of training, without the evaluation
  double images_per_second = 0.0;  ///< of training
  std::vector<double> more = {};   ///< the cells of the run's further columns
};

/// What decisions.jsonl tells of a decay or a stop.
struct DecisionRecord {
  std::int64_t epoch = 0;             ///< after which it was made
  autodecay::Evidence evidence = {};  ///< what it rests on
  double learning_rate = 0.0;         ///< from here on
  std::int64_t batch_size = 0;        ///< images a step, from here on
  std::string method = {};            ///< as EpochRecord has it
};

/// Both as JSON, with the names of their columns and fields.
[[nodiscard]] nlohmann::ordered_json describe(const EpochRecord& record,
                                              const std::vector<std::string>& more_columns);
[[nodiscard]] nlohmann::ordered_json describe(const DecisionRecord& record);

/// The rows of a metrics.csv as TensorBoard is to show them. Throws std::runtime_error that names the
/// file and the line if the text is no table.
[[nodiscard]] std::vector<Event> events_of(std::string_view metrics, const std::string& file);

/// The folder in which a run keeps all it has, held by one process at a time:
///
///   config.json      the options
///   metrics.csv      a row an epoch, as EpochRecord has it
///   events.out.…     its numbers once more under the same names, for TensorBoard
///   decisions.jsonl  a line for each decay and stop, as DecisionRecord has it
///   norms.csv, …     a row an epoch, of what else the run measures
///   stage-1.safetensors, …  the network at each stage's end
///   last.ckpt        all that is needed to go on
///   previous.ckpt    the checkpoint before that
///   next.ckpt        left by a process that was killed while it saved
///   stages.svg, .png the picture of it
///
/// Every write is on the disk when the call returns; one that fails throws std::system_error that
/// names the file, which is then as it was.
class RunFolder {
 public:
  static constexpr const char* configuration_name = "config.json";
  static constexpr const char* lock_name = "lock";
  static constexpr const char* metrics_name = "metrics.csv";
  static constexpr const char* events_name = "events.out.tfevents.autodecay";

  /// Begins a run in a folder that holds none; its metrics have `more_columns` after the usual
  /// ones. Throws std::runtime_error if there is a run.
  static RunFolder create(std::filesystem::path folder, const nlohmann::ordered_json& configuration,
                          const std::vector<std::string>& more_columns = {});

  /// Goes on with the run in a folder, with the configuration that holds from now on.
  static RunFolder open(std::filesystem::path folder, const nlohmann::ordered_json& configuration,
                        const std::vector<std::string>& more_columns = {});

  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }
  [[nodiscard]] std::filesystem::path snapshot(std::int64_t stage) const;

  /// A table of its own beside the metrics, <name>.csv, from the next begin() or keep() on.
  Record& add_table(const std::string& name, const std::vector<std::string>& columns);

  /// Empties the records, for a run that begins.
  void begin();

  /// Keeps in the records what was `written` by the time of the checkpoint that the run goes on from.
  /// Says so on standard error if the event file had to be made anew. Throws std::runtime_error that
  /// names the file and the line for a record that is not as it was written.
  void keep(const RecordChecksums& written);

  void record(const EpochRecord& record);

  void record(const DecisionRecord& record);

  /// Makes this, with what is in the records, the last checkpoint, and the last one the previous.
  void save(Checkpoint checkpoint) const;

 private:
  RunFolder(std::filesystem::path folder, const std::vector<std::string>& more_columns);

  std::filesystem::path folder_;
  FileLock lock_;
  std::vector<std::string> more_columns_;
  std::deque<Record> records_;  // the metrics first, then the decisions
  EventFile events_;
};

}  // namespace trainer
