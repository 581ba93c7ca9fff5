#include "imagenet/run_report.hpp"

#include "run/checkpoints.hpp"
#include "run/record.hpp"
#include "run/run_folder.hpp"
#include "run/schedule.hpp"
#include "support/csv.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace imagenet {
namespace {

using support::to_text;
using trainer::RunFolder;

constexpr double most_images = 1e15;

std::map<std::string, std::string> read_settings(const std::filesystem::path& folder) {
  const nlohmann::ordered_json configuration = trainer::read_configuration(folder);
  std::map<std::string, std::string> settings;
  for (const auto& [name, value] : configuration.items())
    settings[name] = value.is_string() ? value.get<std::string>() : value.dump();
  return settings;
}

std::string method_of(const std::string& schedule) {
  try {
    return trainer::Schedule(schedule).method();
  } catch (const std::invalid_argument& error) {
    throw std::runtime_error(std::string("schedule: ") + error.what());
  }
}

/// The maximum number of epochs of the run.
std::int64_t budget_of(const std::string& epochs) {
  const auto budget = csv::parse_number<std::int64_t>(epochs);
  if (budget && *budget >= 1) return *budget;
  throw std::runtime_error("epochs: expected a number of at least 1, got \"" + epochs + '"');
}

/// Reads the rows of a metrics.csv one after another.
class Metrics {
 public:
  explicit Metrics(const std::filesystem::path& file) : table_(whole_rows(file)) {
    if (table_.rows.empty())
      throw csv::FileError(table_.file, table_.header.line,
                           "no epoch is over yet: there are no rows");
  }

  [[nodiscard]] std::size_t size() const { return table_.rows.size(); }

  [[nodiscard]] EpochReport epoch(std::size_t row) const {
    return {.epoch = whole("epoch", row),
            .stage = whole("stage", row),
            .learning_rate = number("learning_rate", row),
            .batch_size = whole("batch_size", row),
            .top1 = share("test_accuracy", row),
            .top5 = table_.has_column("test_top5") ? std::optional(share("test_top5", row))
                                                   : std::nullopt,
            .stops = decision(row) == "stop"};
  }

  [[nodiscard]] double seconds(std::size_t row) const { return number("seconds", row); }

  [[nodiscard]] std::optional<std::int64_t> images(std::size_t row) const {
    if (!table_.has_column("images")) return std::nullopt;
    const double images = number("images", row);  // may be written as 1e+06
    if (!(images >= 0.0 && images <= most_images && images == std::floor(images)))
      refuse(row, "column images: expected a whole number of at least 0, got " + to_text(images));
    return static_cast<std::int64_t>(images);
  }

  [[nodiscard]] bool loss_is_finite(std::size_t row) const {
    return std::isfinite(number("train_loss", row));
  }

  [[noreturn]] void refuse(std::size_t row, const std::string& what) const {
    throw csv::FileError(table_.file, table_.rows[row].line, what);
  }

 private:
  static csv::Table whole_rows(const std::filesystem::path& file) {
    const std::string text = support::read_file(file);
    return csv::parse(std::string_view(text).substr(0, text.rfind('\n') + 1), file.string());
  }

  [[nodiscard]] double number(const char* column, std::size_t row) const {
    const auto value = table_.number(table_.rows[row], table_.column(column));
    if (!value) refuse(row, std::string("column ") + column + ": expected a number, got nothing");
    return *value;
  }

  [[nodiscard]] std::int64_t whole(const char* column, std::size_t row) const {
    const std::string& cell = table_.rows[row].cells[table_.column(column)];
    const auto value = csv::parse_number<std::int64_t>(cell);
    if (!value || *value < 0)
      refuse(row, std::string("column ") + column +
                      ": expected a whole number of at least 0, got \"" + cell + '"');
    return *value;
  }

  [[nodiscard]] double share(const char* column, std::size_t row) const {
    const double value = number(column, row);
    if (!(value >= 0.0 && value <= 1.0))
      refuse(row, std::string("column ") + column + ": expected a share in [0, 1], got " +
                      to_text(value));
    return value;
  }

  [[nodiscard]] const std::string& decision(std::size_t row) const {
    const std::string& cell = table_.rows[row].cells[table_.column("decision")];
    if (cell != "hold" && cell != "decay" && cell != "stop")
      refuse(row, "column decision: expected hold, decay or stop, got \"" + cell + '"');
    return cell;
  }

  csv::Table table_;
};

/// Checks that the rows' epochs count from 1, and stages never decrease.
void check_order(const Metrics& metrics, const std::vector<EpochReport>& epochs) {
  for (std::size_t row = 0; row < epochs.size(); ++row) {
    const auto expected = static_cast<std::int64_t>(row + 1);
    if (epochs[row].epoch != expected)
      metrics.refuse(row,
                     "expected epoch " + to_text(expected) + ", got " + to_text(epochs[row].epoch));
    if (row > 0 && epochs[row].stage < epochs[row - 1].stage)
      metrics.refuse(row, "stage " + to_text(epochs[row].stage) + " follows stage " +
                              to_text(epochs[row - 1].stage));
  }
}

/// Throws if the rows differ from those that the checkpoint records, if the run still has one.
void check_records(const std::filesystem::path& folder) {
  const auto newest = trainer::read_checkpoints(folder).newest;
  if (!newest) return;
  const auto problems = trainer::record_problems(folder, newest->checkpoint.records);
  if (!problems.empty()) throw std::runtime_error(support::joined(problems, "\n"));
}

/// See RunReport::unfinished.
std::string unfinished_text(const EpochReport& last, bool loss_is_finite, std::int64_t budget) {
  if (last.stops && !loss_is_finite)
    return "its training loss was non-finite in epoch " + to_text(last.epoch) + ", where it ended";
  if (last.stops || last.epoch >= budget) return {};
  return "it has reached epoch " + to_text(last.epoch) + " of " + to_text(budget);
}

}  // namespace

std::string RunReport::setting(const std::string& name) const {
  const auto found = settings.find(name);
  return found == settings.end() ? std::string() : found->second;
}

std::vector<EpochReport> RunReport::stage_ends() const {
  std::vector<EpochReport> ends;
  for (const EpochReport& epoch : epochs) {
    if (!ends.empty() && ends.back().stage == epoch.stage) ends.pop_back();
    ends.push_back(epoch);
  }
  return ends;
}

RunReport read_run(const std::filesystem::path& folder) {
  RunReport run;
  run.folder = folder;
  run.settings = read_settings(folder);
  std::int64_t budget = 0;
  try {
    run.method = method_of(run.setting("schedule"));
    budget = budget_of(run.setting("epochs"));
  } catch (const std::runtime_error& error) {
    throw std::runtime_error((folder / RunFolder::configuration_name).string() + ": " +
                             error.what());
  }

  check_records(folder);
  const Metrics metrics(folder / RunFolder::metrics_name);
  run.images = 0;
  for (std::size_t row = 0; row < metrics.size(); ++row) {
    run.epochs.push_back(metrics.epoch(row));
    run.seconds += metrics.seconds(row);
    const std::optional<std::int64_t> images = metrics.images(row);
    run.images = run.images && images ? std::optional(*run.images + *images) : std::nullopt;
  }
  check_order(metrics, run.epochs);
  run.unfinished = unfinished_text(run.last(), metrics.loss_is_finite(metrics.size() - 1), budget);
  return run;
}

}  // namespace imagenet
