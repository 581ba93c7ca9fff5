#include "imagenet/table.hpp"

#include "support/command_line.hpp"
#include "support/csv_writer.hpp"
#include "support/paths.hpp"
#include "support/printable.hpp"
#include "support/statistics.hpp"
#include "support/text.hpp"
#include "support/usage_error.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <optional>

namespace imagenet {
namespace {

using support::TableFormat;
using support::TextRow;
using support::to_text;

constexpr const char* unknown = "–";

using Number = std::optional<double> (*)(const RunReport&);

/// Numbers for each method, or nothing if they are not known.
using Values = std::vector<std::optional<std::vector<double>>>;

/// A quantity in the table.
struct Quantity {
  std::string title;
  std::string name;  // in CSV
  int decimals;
  Values values;              // one number per run
  bool has_deviation = true;  // false: one number for all runs
};

/// Numbers in a unit; nothing for a method if one of its runs lacks the number.
Values values_of(const std::vector<Method>& methods, Number number, double unit) {
  Values result;
  for (const Method& method : methods) {
    std::optional<std::vector<double>> values = std::vector<double>();
    for (const RunReport& run : method.runs) {
      const std::optional<double> value = number(run);
      if (values && value)
        values->push_back(*value / unit);
      else
        values.reset();
    }
    result.push_back(std::move(values));
  }
  return result;
}

std::optional<double> images_of(const RunReport& run) {
  return run.images ? std::optional(static_cast<double>(*run.images)) : std::nullopt;
}

std::optional<double> epochs_of(const RunReport& run) {
  return static_cast<double>(run.last().epoch);
}

std::optional<double> hours_of(const RunReport& run) { return run.seconds / 3600.0; }

std::optional<double> top1_of(const RunReport& run) { return run.last().top1; }

std::optional<double> top5_of(const RunReport& run) { return run.last().top5; }

double greatest(const std::vector<Method>& methods, Number number) {
  double result = 0.0;
  for (const Method& method : methods)
    for (const RunReport& run : method.runs) result = std::max(result, number(run).value_or(0.0));
  return result;
}

/// The number of decimals that gives four significant digits, for numbers of at least 0.001.
int decimals_for(double number) {
  int decimals = 3;
  for (; decimals > 0 && number >= 10.0; number /= 10.0) --decimals;
  for (; decimals < 6 && number < 1.0; number *= 10.0) ++decimals;
  return decimals;
}

/// The savings of the later methods compared with the first one, in per cent.
Values savings(const Quantity& quantity) {
  const auto& first = quantity.values.front();
  Values result = {std::nullopt};
  for (std::size_t i = 1; i < quantity.values.size(); ++i) {
    const auto& values = quantity.values[i];
    result.emplace_back();
    if (!first || !values) continue;
    const double before = support::sample_of(*first).mean;
    if (before > 0.0)
      result.back() = std::vector{100.0 * (1.0 - support::sample_of(*values).mean / before)};
  }
  return result;
}

std::vector<Quantity> quantities_of(const std::vector<Method>& methods, TableFormat format) {
  const bool has_means = std::any_of(methods.begin(), methods.end(),
                                     [](const Method& method) { return method.runs.size() > 1; });
  const double greatest_images = greatest(methods, images_of);
  const bool in_millions = format != TableFormat::csv && greatest_images >= 1e6;
  const double unit = in_millions ? 1e6 : 1.0;

  const Quantity epochs = {"epochs", "epochs", has_means ? 1 : 0,
                           values_of(methods, epochs_of, 1.0)};
  const Quantity images = {in_millions ? "images, millions" : "images", "images",
                           in_millions ? decimals_for(greatest_images / unit) : 0,
                           values_of(methods, images_of, unit)};
  return {epochs,
          {"top-1, %", "top1", 2, values_of(methods, top1_of, 0.01)},
          {"top-5, %", "top5", 2, values_of(methods, top5_of, 0.01)},
          images,
          {"hours", "hours", decimals_for(greatest(methods, hours_of)),
           values_of(methods, hours_of, 1.0)},
          {"images saved, %", "images_saved", 1, savings(images), false},
          {"epochs saved, %", "epochs_saved", 1, savings(epochs), false}};
}

/// The table's cells, including its header, for reading.
std::vector<TextRow> cells_of(const std::vector<Method>& methods,
                              const std::vector<Quantity>& quantities, const std::string& star) {
  std::vector<TextRow> rows = {{"method", "runs"}};
  for (const Quantity& quantity : quantities) rows[0].push_back(quantity.title);
  for (std::size_t i = 0; i < methods.size(); ++i) {
    TextRow row = {methods[i].name + (methods[i].is_finished() ? "" : star),
                   to_text(methods[i].runs.size())};
    for (const Quantity& quantity : quantities) {
      const auto& values = quantity.values[i];
      row.push_back(values ? support::mean_text(*values, quantity.decimals) : unknown);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

/// The star that marks a method with unfinished runs; CSV has none and counts them instead.
std::string star_in(TableFormat format) {
  return format == TableFormat::text ? "*" : format == TableFormat::markdown ? "\\*" : "";
}

std::string as_csv(const std::vector<Method>& methods, const std::vector<Quantity>& quantities) {
  std::vector<std::string> columns = {"method", "schedule", "runs", "finished"};
  for (const Quantity& quantity : quantities) {
    columns.push_back(quantity.name);
    if (quantity.has_deviation) columns.push_back(quantity.name + "_deviation");
  }
  csv::Writer csv(support::joined(columns, ","));
  for (std::size_t i = 0; i < methods.size(); ++i) {
    const std::vector<RunReport>& runs = methods[i].runs;
    const auto finished = std::count_if(
        runs.begin(), runs.end(), [](const RunReport& run) { return run.unfinished.empty(); });
    TextRow numbers;
    for (const Quantity& quantity : quantities) {
      const auto& values = quantity.values[i];
      const auto sample = values ? support::sample_of(*values) : support::Sample();
      numbers.push_back(values ? to_text(sample.mean, quantity.decimals) : "");
      if (quantity.has_deviation)
        numbers.push_back(
            values && values->size() > 1 ? to_text(sample.deviation, quantity.decimals) : "");
    }
    csv.row(methods[i].name, runs.front().setting("schedule"), runs.size(), finished, numbers);
  }
  return csv.text();
}

/// Notes on the table about what it does not show.
std::vector<std::string> notes_on(const std::vector<Method>& methods, const std::string& star) {
  std::vector<std::string> notes;
  const auto is_finished = [](const Method& method) { return method.is_finished(); };
  if (!star.empty() && !std::all_of(methods.begin(), methods.end(), is_finished))
    notes.push_back(star + " not all of its runs are finished");
  const std::vector<std::string> differences = other_differences(methods);
  if (!differences.empty())
    notes.push_back("the methods differ in more than the schedule: " +
                    support::joined(differences, "; "));
  const std::vector<std::string> differing = machine_differences(methods);
  if (!differing.empty())
    notes.push_back("the hours are not comparable: the runs differ in " +
                    support::joined(differing, ", "));
  return notes;
}

}  // namespace

std::string table_of(const std::vector<Method>& methods, TableFormat format) {
  const std::vector<Quantity> quantities = quantities_of(methods, format);
  if (format == TableFormat::csv) return as_csv(methods, quantities);
  const std::vector<TextRow> rows = cells_of(methods, quantities, star_in(format));
  return format == TableFormat::markdown ? support::aligned_markdown(rows)
                                         : support::aligned_text(rows);
}

int run_table(int argc, const char* const* argv) {
  std::vector<std::filesystem::path> folders;
  std::string format_name = "text";

  CLI::App app(
      "Compares runs as the paper's Table 1 does. Runs that differ only in their seeds are one "
      "row.",
      "imagenet table");
  support::add_option(app, "runs", folders,
                      "the runs' folders; the first run's method is the reference")
      ->required()
      ->check(support::existing_folder);
  support::add_option(app, "--format", format_name, "text, markdown or csv")->capture_default_str();
  if (!support::parse_command_line(app, argc, argv)) return 0;
  const TableFormat format = support::format_named(format_name);

  const std::vector<Method> methods = read_methods(folders);
  std::fputs(support::printable_lines(table_of(methods, format)).c_str(), stdout);
  for (const std::string& note : notes_on(methods, star_in(format)))
    std::fprintf(format == TableFormat::csv ? stderr : stdout, "\n%s\n", note.c_str());
  return 0;
}

}  // namespace imagenet
