#pragma once

#include "outlook.hpp"
#include "plot.hpp"
#include "recorded_stages.hpp"
#include "report.hpp"
#include "session.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace replay_tool {

/// Replays one log into a report.
class Replayer {
 public:
  /// `recorded` are the stages of the log if all of it is known, and outlives the replayer; otherwise
  /// null. If `keep`, what a picture needs is kept.
  Replayer(const AnyScheduler& policies, Rules rules, Report& report, RecordedStages* recorded,
           bool keep);

  /// Adds the next loss of the log; see Session::observe.
  void observe(double loss, double rate);

  /// Reports the end of the log. Requires at least one loss.
  void end();

  [[nodiscard]] std::int64_t observations() const { return observations_; }
  [[nodiscard]] std::int64_t nonfinite() const { return nonfinite_; }
  [[nodiscard]] std::int64_t decays() const { return decays_; }
  [[nodiscard]] std::int64_t stops() const { return stops_; }

  /// One point per answer, if they are kept.
  [[nodiscard]] const std::vector<PlotPoint>& points() const& { return points_; }
  [[nodiscard]] std::vector<PlotPoint> points() && { return std::move(points_); }

  /// The first decisions of a kind in a stage, as many as a picture explains.
  [[nodiscard]] const std::vector<Answer>& reasons() const { return reasons_; }

 private:
  void keep(const Answer& answer);

  Session session_;
  Rules rules_;
  Report& report_;
  RecordedStages* recorded_;
  bool keep_;
  OutlookEstimator estimator_;
  std::optional<Answer> last_;
  std::vector<PlotPoint> points_;
  std::vector<Answer> reasons_;
  std::int64_t observations_ = 0;
  std::int64_t nonfinite_ = 0;
  std::int64_t decays_ = 0;
  std::int64_t stops_ = 0;
};

}  // namespace replay_tool
