#include "detection/selection.hpp"

#include "support/text.hpp"

#include <cstddef>
#include <map>
#include <stdexcept>
#include <utility>

namespace detection {

Selection on_same_stages() {
  return {"settings chosen on the same stages",
          [](const Evaluation& evaluation, std::span<const std::string>, double limit) {
            return choose_best(evaluation, limit);
          }};
}

Selection on_other_sources() {
  return {"settings for the stages of each source chosen on all other sources", choose_held_out};
}

Selection from_table(const csv::Table& scores) {
  const std::size_t family = scores.column("family");
  const std::size_t limit = scores.column("limit");
  const std::size_t setting = scores.column("setting");
  std::map<std::pair<std::string, std::string>, csv::Row> rows;
  for (const csv::Row& row : scores.rows) rows[{row.cells[family], row.cells[limit]}] = row;
  return {"settings chosen on other stages",
          [rows, setting, file = scores.file](const Evaluation& evaluation,
                                              std::span<const std::string>, double greatest) {
            const std::string text = support::to_text(greatest);
            const auto row = rows.find({evaluation.family, text});
            if (row == rows.end())
              throw csv::FileError(file, "has no setting of " + evaluation.family +
                                             " for a regret of at most " + text);
            try {
              return choose_named(evaluation, row->second.cells[setting]);
            } catch (const std::invalid_argument& error) {
              throw csv::FileError(file, row->second.line, error.what());
            }
          }};
}

}  // namespace detection
