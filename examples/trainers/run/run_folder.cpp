#include "run/run_folder.hpp"

#include "run/checkpoints.hpp"
#include "run/json_text.hpp"
#include "support/csv.hpp"
#include "support/measurement_json.hpp"
#include "support/printable.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

namespace trainer {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* metrics_header =
    "epoch,stage,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy,level,decision,"
    "method,batch_size,seconds,images_per_second";

std::string header_with(const std::vector<std::string>& more_columns) {
  std::string header = metrics_header;
  for (const std::string& column : more_columns) header += ',' + column;
  return header;
}

std::filesystem::path made(std::filesystem::path folder) {
  support::create_folders(folder);
  return folder;
}

std::string as_text(const Json& configuration) { return configuration.dump(2) + '\n'; }

/// Formats a value of an epoch's description as a table cell.
std::string cell(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number_float() ? support::to_text(value.get<double>()) : value.dump();
}

/// A row of the metrics as the event that has its numbers.
Event event_of(const csv::Row& header, const csv::Row& row) {
  Event event;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const auto number = csv::parse_number<double>(row.cells[i]);
    if (header.cells.at(i) == "epoch")
      event.step = csv::parse_number<std::int64_t>(row.cells[i]).value_or(0);
    else if (number)
      event.scalars.emplace_back(header.cells[i], *number);
  }
  return event;
}

}  // namespace

std::string snapshot_name(std::int64_t stage) {
  return "stage-" + support::to_text(stage) + std::string(snapshot_extension);
}

bool holds_run(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder / RunFolder::configuration_name)) return false;
  if (has_checkpoint(folder)) return true;
  const std::filesystem::path metrics = folder / RunFolder::metrics_name;
  if (!std::filesystem::exists(metrics)) return false;
  const std::string table = support::read_file(metrics);
  return std::count(table.begin(), table.end(), '\n') > 1;  // more than the header
}

Json read_configuration(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / RunFolder::configuration_name;
  try {
    return parse_json(support::read_file(path));
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

std::vector<Event> events_of(std::string_view metrics, const std::string& file) {
  const csv::Table table = csv::parse(metrics, file);
  std::vector<Event> events;
  for (const csv::Row& row : table.rows) events.push_back(event_of(table.header, row));
  return events;
}

RunFolder::RunFolder(std::filesystem::path folder, const std::vector<std::string>& more_columns)
    : folder_(made(std::move(folder))),
      lock_(folder_ / lock_name),
      more_columns_(more_columns),
      events_(folder_ / events_name) {
  records_.emplace_back(folder_ / metrics_name, header_with(more_columns));
  records_.emplace_back(folder_ / decisions_name, "");
}

RunFolder RunFolder::create(std::filesystem::path folder, const Json& configuration,
                            const std::vector<std::string>& more_columns) {
  RunFolder run(std::move(folder), more_columns);
  if (holds_run(run.folder_))
    throw std::runtime_error("there is a run in " + run.folder_.string() + " already");
  const bool begun = std::filesystem::exists(run.folder_ / configuration_name);
  for (const char* const name : {metrics_name, decisions_name, events_name})
    if (!begun && std::filesystem::exists(run.folder_ / name))
      throw std::runtime_error(run.folder_.string() + " has a " + name + " but no " +
                               configuration_name + ": it is neither a run's folder nor empty");
  support::remove_temporaries(run.folder_);
  support::write_atomically(run.folder_ / configuration_name, {as_text(configuration)});
  run.begin();
  return run;
}

RunFolder RunFolder::open(std::filesystem::path folder, const Json& configuration,
                          const std::vector<std::string>& more_columns) {
  RunFolder run(std::move(folder), more_columns);
  support::remove_temporaries(run.folder_);
  const std::filesystem::path path = run.folder_ / configuration_name;
  if (const std::string text = as_text(configuration); text != support::read_file(path))
    support::write_atomically(path, {text});
  return run;
}

std::filesystem::path RunFolder::snapshot(std::int64_t stage) const {
  return folder_ / snapshot_name(stage);
}

std::filesystem::path RunFolder::table(const std::string& name) const {
  return folder_ / (name + ".csv");
}

void RunFolder::add_table(const std::string& name, const std::vector<std::string>& columns) {
  records_.emplace_back(table(name), "epoch," + support::joined(columns, ","));
}

void RunFolder::begin() {
  for (Record& record : records_) record.begin();
  (void)events_.keep({});
}

void RunFolder::keep(const RecordChecksums& written) {
  for (Record& record : records_) {
    const auto found = written.find(record.path().filename().string());
    if (found == written.end())
      throw std::runtime_error("the checkpoint in " + folder_.string() + " tells nothing of " +
                               record.path().filename().string());
    record.keep(found->second);
  }
  const std::filesystem::path metrics = folder_ / metrics_name;
  if (!events_.keep(events_of(support::read_file(metrics), metrics.string())))
    std::fprintf(stderr, "%s was damaged or missing: made anew from %s\n",
                 support::printable((folder_ / events_name).string()).c_str(), metrics_name);
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
          {"text", support::printed(r.evidence)}};
}

void RunFolder::record(const EpochRecord& r) {
  Record& metrics = records_.front();
  const std::string row = support::joined(describe(r, more_columns_), ",", cell);
  metrics.append(row);

  using Seconds = std::chrono::duration<double>;
  const auto now = Seconds(std::chrono::system_clock::now().time_since_epoch()).count();
  const csv::Table table = csv::parse(header_with(more_columns_) + '\n' + row + '\n', metrics_name);
  events_.add(event_of(table.header, table.rows.front()), now);
}

void RunFolder::record(const DecisionRecord& r) { records_[1].append(describe(r).dump()); }

void RunFolder::record(const std::string& table_name, std::int64_t epoch,
                       const std::vector<double>& numbers) {
  const std::filesystem::path path = table(table_name);
  const auto found = std::find_if(records_.begin(), records_.end(),
                                  [&](const Record& record) { return record.path() == path; });
  if (found == records_.end()) throw std::logic_error("there is no table " + path.string());
  const auto text = [](double number) { return support::to_text(number); };
  found->append(support::to_text(epoch) + ',' + support::joined(numbers, ",", text));
}

void RunFolder::save(Checkpoint checkpoint) const {
  for (const Record& record : records_)
    checkpoint.records[record.path().filename().string()] = record.checksums();
  save_checkpoint(folder_, checkpoint);
}

}  // namespace trainer
