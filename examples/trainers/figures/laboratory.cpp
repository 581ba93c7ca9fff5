#include "figures/laboratory.hpp"

#include "run/checkpoints.hpp"
#include "run/run_folder.hpp"
#include "run/training.hpp"
#include "support/printable.hpp"

#include <cmath>
#include <cstdio>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

namespace figures {
namespace {

/// Whether the last row says that the run's schedule ended it.
bool is_stopped(const csv::Table& metrics) {
  return !metrics.rows.empty() && metrics.has_column("decision") &&
         metrics.rows.back().cells.at(metrics.column("decision")) == "stop";
}

/// Whether the rows are epochs 1 … `epochs`, or end earlier at a stop.
bool is_whole(const csv::Table& table, std::int64_t epochs) {
  const std::vector<double> column = numbers(table, "epoch");
  bool whole = std::ssize(column) == epochs || is_stopped(table);
  for (std::size_t i = 0; i < column.size(); ++i)
    whole = whole && column[i] == static_cast<double>(i + 1);
  return whole;
}

/// Reads a table, which must be complete.
csv::Table read_epochs(const std::filesystem::path& file, std::int64_t epochs) {
  csv::Table table = csv::read(file.string());
  if (!is_whole(table, epochs))
    throw std::runtime_error(file.string() + " should have a row for each of " +
                             std::to_string(epochs) + " epochs, but has different ones; delete " +
                             file.parent_path().string() + " to train that run again");
  return table;
}

/// The run in a folder, which is over.
Run read_run(const std::filesystem::path& folder, std::int64_t epochs) {
  Run run = {folder, read_epochs(folder / trainer::RunFolder::metrics_name, epochs)};
  run.diverged =
      is_stopped(run.metrics) && !std::isfinite(numbers(run.metrics, "train_loss").back());
  return run;
}

/// Throws unless the existing run is the requested one and not longer.
void check_same(const trainer::Options& options) {
  const auto refuse = [&](const std::string& reason) {
    throw support::UsageError(options.out.string() + " is another run: " + reason +
                              "; choose another folder with --out");
  };
  const nlohmann::ordered_json there = trainer::read_configuration(options.out);
  if (!there.is_object()) refuse("its config.json is not a configuration");
  const std::string text = trainer::difference(there, trainer::configuration(options));
  if (!text.empty()) refuse(text);
  if (there.at("epochs") != options.epochs)
    refuse("--epochs is " + there.at("epochs").dump() + " there and " +
           std::to_string(options.epochs) + " here");
}

/// Whether a run is finished and only its tables were kept, which are all that figures read.
bool is_kept_as_tables(const trainer::Options& options) {
  if (trainer::has_checkpoint(options.out)) return false;
  try {
    return is_whole(csv::read((options.out / trainer::RunFolder::metrics_name).string()),
                    options.epochs);
  } catch (const csv::FileError&) {
    return false;  // a row is incomplete
  }
}

}  // namespace

csv::Table table_of(const Run& run, const std::string& name) {
  return read_epochs(run.folder / (name + ".csv"), std::ssize(run.metrics.rows));
}

std::vector<double> numbers(const csv::Table& table, const std::string& column) {
  const std::size_t position = table.column(column);
  std::vector<double> result;
  for (const csv::Row& row : table.rows)
    result.push_back(
        table.number(row, position).value_or(std::numeric_limits<double>::quiet_NaN()));
  return result;
}

std::vector<std::vector<double>> columns_of(const csv::Table& table,
                                            const std::vector<std::string>& names) {
  std::vector<std::vector<double>> columns;
  for (const std::string& name : names) columns.push_back(numbers(table, name));
  return columns;
}

std::vector<double> row_of(const std::vector<std::vector<double>>& columns, std::size_t row) {
  std::vector<double> result;
  for (const std::vector<double>& column : columns) result.push_back(column.at(row));
  return result;
}

Laboratory::Laboratory(std::filesystem::path folder, trainer::Options common)
    : folder_(std::move(folder)), common_(std::move(common)) {}

Run Laboratory::train(const std::string& name, trainer::Options options) {
  Run run = train_as_far_as_it_goes(name, std::move(options));
  if (run.diverged)
    throw std::runtime_error(run.folder.string() + " diverged, but the figure needs all of it");
  return run;
}

Run Laboratory::train_as_far_as_it_goes(const std::string& name, trainer::Options options) {
  options.out = folder_ / name;
  options.resume = trainer::holds_run(options.out);
  trainer::check(options);
  if (options.resume) check_same(options);
  if (options.resume && is_kept_as_tables(options)) return read_run(options.out, options.epochs);
  std::printf("run %s\n", name.c_str());
  std::fflush(stdout);
  try {
    const trainer::Outcome outcome =
        trainer::train(options, {.load = [this](const std::string& source, std::uint64_t seed)
                                     -> trainer::Dataset { return load(source, seed); },
                                 .verbose = false});
    if (outcome.signal != 0) throw Interrupted{outcome.signal};
  } catch (const trainer::Diverged& error) {
    std::printf("run %s: %s\n", name.c_str(), support::printable(error.what()).c_str());
  }
  return read_run(options.out, options.epochs);
}

const trainer::Dataset& Laboratory::load(const std::string& source, std::uint64_t seed) {
  // Only generated data depend on the seed.
  const std::pair key(source, source == "patterns" ? seed : 0);
  const auto found = data_.find(key);
  if (found != data_.end()) return found->second;
  return data_.emplace(key, trainer::load_dataset(source, seed)).first->second;
}

}  // namespace figures
