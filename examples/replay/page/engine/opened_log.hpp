#pragma once

#include "judged_stages.hpp"
#include "log.hpp"
#include "plot.hpp"
#include "recorded_stages.hpp"

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace replay_page {

/// A log that the page shows.
class OpenedLog {
 public:
  /// Throws like replay_tool::read_log.
  OpenedLog(std::string path, const replay_tool::Wanted& wanted);
  OpenedLog(const OpenedLog&) = delete;  // the recorded stages refer to the losses
  OpenedLog& operator=(const OpenedLog&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const replay_tool::Log& log() const { return log_; }
  [[nodiscard]] replay_tool::RecordedStages& recorded() { return recorded_; }

  /// The stages by which settings are judged. They are computed when they are first asked for. Throws
  /// like replay_tool::judged_stages.
  [[nodiscard]] const std::vector<replay_tool::JudgedStage>& judged();

  /// What the page says about the log, and what replay would warn of: {"path", "column",
  /// "observations", "nonfinite": their number, "rates": whether it has some, "rows": their number,
  /// "note": about the file, "chosen": whether the choice of the column is not obvious, "others": the
  /// other columns, "accuracy": whether the column looks like one, "best_value": null or what the loss is
  /// subtracted from, "noise": null or {"finding", "scheduler"}}.
  [[nodiscard]] nlohmann::ordered_json description() const;

  std::vector<replay_tool::PlotPoint> points{};  ///< of the latest decision

 private:
  std::string path_;
  replay_tool::Log log_;
  replay_tool::RecordedStages recorded_;
  std::optional<std::vector<replay_tool::JudgedStage>> judged_;
};

}  // namespace replay_page
