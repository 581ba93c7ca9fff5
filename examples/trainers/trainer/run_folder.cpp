#include "trainer/run_folder.hpp"

#include "json/measurement_json.hpp"
#include "trainer/checkpoint.hpp"
#include "trainer/json_text.hpp"
#include "trainer/text.hpp"

#include <algorithm>
#include <chrono>
#include <sstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

namespace trainer {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* decisions_name = "decisions.jsonl";

constexpr const char* metrics_header =
    "epoch,stage,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy,level,decision,"
    "method,batch_size,seconds,images_per_second";

std::string header_with(const std::vector<std::string>& more_columns) {
  std::string header = metrics_header;
  for (const std::string& column : more_columns) header += ',' + column;
  return header;
}

std::filesystem::path made(std::filesystem::path folder) {
  std::filesystem::create_directories(folder);
  return folder;
}

std::string as_text(const Json& configuration) { return configuration.dump(2) + '\n'; }

/// Formats a value of an epoch's description as a table cell.
std::string cell(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number_float() ? to_text(value.get<double>()) : value.dump();
}

/// The first lines of a file while `epoch_of` is at most `epochs`; the file may be missing.
template <typename EpochOf>
std::string first_lines(const std::filesystem::path& path, std::int64_t epochs, EpochOf epoch_of) {
  std::string kept;
  if (!std::filesystem::exists(path)) return kept;
  std::istringstream lines(read_file(path));
  // A line without a newline was torn by a crash, and no checkpoint counts it.
  for (std::string line; std::getline(lines, line) && !lines.eof() && epoch_of(line) <= epochs;)
    kept += line + '\n';
  return kept;
}

}  // namespace

EpochTable::EpochTable(std::filesystem::path path, std::string header)
    : path_(std::move(path)), header_(std::move(header)) {}

void EpochTable::keep(std::int64_t epochs) const {
  std::int64_t rows = -1;  // for the header
  const std::string kept = first_lines(path_, epochs, [&](const std::string&) { return ++rows; });
  if (epochs > 0 && rows < epochs)
    throw std::runtime_error(path_.string() + " should have the rows of " + std::to_string(epochs) +
                             " epochs, but ends after " +
                             std::to_string(std::max<std::int64_t>(rows, 0)));
  write_atomically(path_, {kept.empty() ? header_ + '\n' : kept});
}

void EpochTable::append(std::int64_t epoch, const std::string& cells) const {
  append_line(path_, to_text(epoch) + ',' + cells);
}

std::string snapshot_name(std::int64_t stage) {
  return "stage-" + to_text(stage) + std::string(snapshot_extension);
}

bool holds_run(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder / RunFolder::configuration_name)) return false;
  for (const char* const name : {RunFolder::checkpoint_name, RunFolder::previous_checkpoint_name})
    if (std::filesystem::exists(folder / name)) return true;
  const std::filesystem::path metrics = folder / RunFolder::metrics_name;
  if (!std::filesystem::exists(metrics)) return false;
  const std::string table = read_file(metrics);
  return std::count(table.begin(), table.end(), '\n') > 1;  // more than the header
}

Json read_configuration(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / RunFolder::configuration_name;
  try {
    return parse_json(read_file(path));
  } catch (const std::system_error&) {
    throw;  // names the file
  } catch (const std::exception& error) {
    throw std::runtime_error(path.string() + " is damaged: " + error.what());
  }
}

void require_utf8(const std::string& what, const std::string& name) {
  try {
    (void)Json(name).dump();
  } catch (const Json::exception&) {
    throw std::runtime_error(what + " must be UTF-8, got '" + name + "'");
  }
}

std::string settings_difference(const Json& resumed, const Json& here,
                                const std::set<std::string>& changeable) {
  for (const auto& [name, value] : here.items()) {
    if (changeable.contains(name)) continue;
    const Json other = resumed.value(name, Json());
    if (other != value)
      return "--" + name + " is " + other.dump() + " in the run that is resumed and " +
             value.dump() + " here";
  }
  return {};
}

RunFolder::RunFolder(std::filesystem::path folder, const std::vector<std::string>& more_columns)
    : folder_(made(std::move(folder))),
      lock_(folder_ / "lock"),
      more_columns_(more_columns),
      events_(folder_ / "events.out.tfevents.autodecay") {
  tables_.emplace_back(folder_ / metrics_name, header_with(more_columns));
}

RunFolder RunFolder::create(std::filesystem::path folder, const Json& configuration,
                            const std::vector<std::string>& more_columns) {
  RunFolder run(std::move(folder), more_columns);
  if (holds_run(run.folder_))
    throw std::runtime_error("there is a run in " + run.folder_.string() + " already");
  const bool begun = std::filesystem::exists(run.folder_ / configuration_name);
  for (const char* const name : {metrics_name, decisions_name, checkpoint_name})
    if (!begun && std::filesystem::exists(run.folder_ / name))
      throw std::runtime_error(run.folder_.string() + " has a " + name + " but no " +
                               configuration_name + ": it is neither a run's folder nor empty");
  write_atomically(run.folder_ / configuration_name, {as_text(configuration)});
  run.keep_epochs(0);
  return run;
}

RunFolder RunFolder::open(std::filesystem::path folder, const Json& configuration,
                          const std::vector<std::string>& more_columns) {
  RunFolder run(std::move(folder), more_columns);
  const std::filesystem::path path = run.folder_ / configuration_name;
  if (const std::string text = as_text(configuration); text != read_file(path))
    write_atomically(path, {text});
  return run;
}

std::filesystem::path RunFolder::snapshot(std::int64_t stage) const {
  return folder_ / snapshot_name(stage);
}

const EpochTable& RunFolder::add_table(const std::string& name,
                                       const std::vector<std::string>& columns) {
  return tables_.emplace_back(folder_ / (name + ".csv"), "epoch," + joined(columns, ","));
}

void RunFolder::keep_epochs(std::int64_t epochs) const {
  events_.keep(epochs);
  for (const EpochTable& table : tables_) table.keep(epochs);
  const std::filesystem::path decisions = folder_ / decisions_name;
  write_atomically(decisions, {first_lines(decisions, epochs, [](const std::string& line) {
                     return Json::parse(line).at("epoch").get<std::int64_t>();
                   })});
}

Json describe(const EpochRecord& r, const std::vector<std::string>& more_columns) {
  Json json = {{"epoch", r.epoch},
               {"stage", r.stage},
               {"learning_rate", r.learning_rate},
               {"train_loss", r.train.loss},
               {"train_accuracy", r.train.accuracy},
               {"test_loss", r.test.loss},
               {"test_accuracy", r.test.accuracy},
               {"level", r.level},
               {"decision", to_string(r.decision)},
               {"method", r.method},
               {"batch_size", r.batch_size},
               {"seconds", r.seconds},
               {"images_per_second", r.images_per_second}};
  for (std::size_t i = 0; i < more_columns.size(); ++i) json[more_columns[i]] = r.more.at(i);
  return json;
}

Json describe(const DecisionRecord& r) {
  const autodecay::Stage& stage = r.evidence.stage;
  return {{"epoch", r.epoch},
          {"decision", to_string(r.evidence.decision)},
          {"stage", stage.index},
          {"observations", stage.observations},
          {"first_level", stage.first_level},
          {"level", stage.level},
          {"previous_level", stage.previous_level ? Json(*stage.previous_level) : Json()},
          {"stability", measurement_json(r.evidence.stability)},
          {"drop", measurement_json(r.evidence.drop)},
          {"consecutive_nonfinite", r.evidence.consecutive_nonfinite},
          {"exhausted", r.evidence.exhausted},
          {"learning_rate", r.learning_rate},
          {"batch_size", r.batch_size},
          {"method", r.method},
          {"text", printed(r.evidence)}};
}

void RunFolder::record(const EpochRecord& r) const {
  Json row = describe(r, more_columns_);
  row.erase("epoch");
  tables_.front().append(r.epoch, joined(row, ",", cell));

  using Seconds = std::chrono::duration<double>;
  const auto now = Seconds(std::chrono::system_clock::now().time_since_epoch()).count();
  std::vector<std::pair<std::string, double>> scalars;
  for (const auto& [name, value] : row.items())
    if (value.is_number()) scalars.emplace_back(name, value.get<double>());
  events_.add(r.epoch, now, scalars);
}

void RunFolder::record(const DecisionRecord& r) const {
  append_line(folder_ / decisions_name, describe(r).dump());
}

void RunFolder::save(const Checkpoint& checkpoint) const {
  // Both older checkpoints stay until the new one is complete.
  const std::filesystem::path next = folder_ / "next.ckpt";
  const std::filesystem::path last = folder_ / checkpoint_name;
  write_checkpoint(next, checkpoint);
  if (std::filesystem::exists(last))
    std::filesystem::rename(last, folder_ / previous_checkpoint_name);
  std::filesystem::rename(next, last);
  sync_folder(folder_);
}

}  // namespace trainer
