#include "transfer/table_2.hpp"

#include "support/csv_writer.hpp"
#include "support/statistics.hpp"
#include "support/text.hpp"
#include "transfer/accuracies.hpp"
#include "transfer/interval.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace transfer {
namespace {

using support::TableFormat;
using support::TextRow;
using support::to_text;

constexpr const char* unknown = "–";

/// A data set's row.
struct Line {
  std::string name;
  Accuracies accuracies;
};

/// The rows of a method: the source and the targets; none if no cell is finished.
std::vector<Line> lines_of(const Matrix& matrix, const std::vector<CellResult>& results,
                           Method method) {
  std::vector<Line> lines = {{matrix.source.name, Accuracies(matrix.source)}};
  for (const std::string& target : matrix.targets)
    lines.push_back({target, Accuracies(matrix, results, target, method)});
  const bool has_cells = std::any_of(lines.begin() + 1, lines.end(), [](const Line& line) {
    return line.accuracies.finished() > 0;
  });
  if (!has_cells) lines.clear();
  return lines;
}

std::vector<double> in_per_cent(std::vector<double> shares) {
  for (double& share : shares) share *= 100.0;
  return shares;
}

/// A column of the table, computed from the seeds that have finished some stages.
struct Quantity {
  enum class Kind : std::uint8_t { accuracy, gain, ratio };

  Kind kind;
  std::int64_t stage;  // its stage, or the one before the gain

  [[nodiscard]] std::string title() const {
    return kind == Kind::accuracy ? "Stage" + to_text(stage)
           : kind == Kind::gain   ? gain_name(stage)
                                  : ratio_name(stage);
  }

  [[nodiscard]] std::vector<std::int64_t> stages() const {
    if (kind == Kind::accuracy) return {stage};
    if (kind == Kind::gain) return {stage, stage + 1};
    return {stage, stage + 1, stage + 2};
  }

  /// The values of an accuracy or a gain per seed, in per cent.
  [[nodiscard]] std::vector<double> values(const Accuracies& accuracies) const {
    return in_per_cent(kind == Kind::gain ? accuracies.gains(stage)
                                          : accuracies.of({stage}).front());
  }
};

/// The quantities in the order of the paper's columns.
std::vector<Quantity> quantities_of(std::int64_t stages) {
  std::vector<Quantity> quantities;
  for (std::int64_t stage = 1; stage <= stages; ++stage) {
    quantities.push_back({Quantity::Kind::accuracy, stage});
    if (stage < stages) quantities.push_back({Quantity::Kind::gain, stage});
  }
  for (std::int64_t stage = 1; stage + 2 <= stages; ++stage)
    quantities.push_back({Quantity::Kind::ratio, stage});
  return quantities;
}

/// The ratio of the means as text; empty if there is none.
std::string ratio_text(const Accuracies::GainPair& gains, int decimals) {
  if (gains.first.empty()) return {};
  const double ratio = support::sample_of(gains.second).mean / support::sample_of(gains.first).mean;
  return std::isfinite(ratio) ? to_text(ratio, decimals) : std::string();
}

std::string cell_of(const Quantity& quantity, const Accuracies& accuracies,
                    const std::string& star) {
  std::string text;
  if (quantity.kind == Quantity::Kind::ratio) {
    text = ratio_text(accuracies.gain_pair(quantity.stage), 2);
  } else if (const std::vector<double> values = quantity.values(accuracies); !values.empty()) {
    text = support::mean_text(values, 2);
  }
  if (text.empty()) return unknown;
  return (accuracies.has_all_of(quantity.stages()) ? "" : star) + text;
}

/// The tables of all methods for reading; `aligned` formats one.
template <typename Aligned>
std::string tables_of(const Matrix& matrix, const std::vector<CellResult>& results,
                      const std::string& star, const Aligned& aligned) {
  std::string text;
  bool is_finished = true;
  const std::vector<Quantity> quantities = quantities_of(matrix.stages());
  for (const auto& [method, seeds] : matrix.seeds) {
    const std::vector<Line> lines = lines_of(matrix, results, method);
    if (lines.empty()) continue;
    std::vector<TextRow> rows = {{std::string(name(method))}};
    for (const Quantity& quantity : quantities) rows[0].push_back(quantity.title());
    for (const Line& line : lines) {
      TextRow& row = rows.emplace_back(TextRow{line.name});
      for (const Quantity& quantity : quantities) {
        row.push_back(cell_of(quantity, line.accuracies, star));
        is_finished = is_finished && line.accuracies.has_all_of(quantity.stages());
      }
    }
    text += (text.empty() ? "" : "\n") + aligned(rows);
  }
  if (!is_finished) text += '\n' + star + " not all seeds have finished\n";
  return text;
}

/// The names of a quantity's columns in CSV.
std::vector<std::string> columns_of(const Quantity& quantity) {
  std::string name = quantity.title();
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c == 'S' ? 's' : c == 'G' ? 'g' : c;
  });
  if (quantity.kind == Quantity::Kind::ratio) return {name, name + "_low", name + "_high"};
  return {name, name + "_deviation"};
}

/// The cells of these columns.
TextRow csv_cells_of(const Quantity& quantity, const Accuracies& accuracies) {
  constexpr int decimals = 4;
  if (quantity.kind == Quantity::Kind::ratio) {
    const Accuracies::GainPair gains = accuracies.gain_pair(quantity.stage);
    const auto interval = ratio_interval(gains.second, gains.first);
    return {ratio_text(gains, decimals), interval ? to_text(interval->low, decimals) : "",
            interval ? to_text(interval->high, decimals) : ""};
  }
  const std::vector<double> values = quantity.values(accuracies);
  if (values.empty()) return {"", ""};
  const support::Sample sample = support::sample_of(values);
  return {to_text(sample.mean, decimals),
          values.size() > 1 ? to_text(sample.deviation, decimals) : ""};
}

std::string as_csv(const Matrix& matrix, const std::vector<CellResult>& results) {
  const std::vector<Quantity> quantities = quantities_of(matrix.stages());
  std::vector<std::string> header = {"method", "dataset", "finished", "cells"};
  for (const Quantity& quantity : quantities)
    for (std::string& column : columns_of(quantity)) header.push_back(std::move(column));
  csv::Writer csv(support::joined(header, ","));
  for (const auto& [method, seeds] : matrix.seeds)
    for (const Line& line : lines_of(matrix, results, method)) {
      TextRow numbers;
      for (const Quantity& quantity : quantities)
        for (std::string& cell : csv_cells_of(quantity, line.accuracies))
          numbers.push_back(std::move(cell));
      csv.row(name(method), line.name, line.accuracies.finished(), line.accuracies.cells(),
              numbers);
    }
  return csv.text();
}

}  // namespace

std::string table_2(const Matrix& matrix, const std::vector<CellResult>& results,
                    TableFormat format) {
  if (format == TableFormat::csv) return as_csv(matrix, results);
  return format == TableFormat::markdown
             ? tables_of(matrix, results, "\\*", support::aligned_markdown)
             : tables_of(matrix, results, "*", support::aligned_text);
}

}  // namespace transfer
