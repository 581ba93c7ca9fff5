#pragma once

#include "outlook.hpp"
#include "report.hpp"
#include "session.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace replay_tool {

/// Replays one log into a report.
class Replayer {
 public:
  /// Keeps the answers if `keep`, for a picture.
  Replayer(const Policies& policies, Rules rules, Report& report, bool keep);

  /// Takes the next loss of the log in; see Session::observe.
  void observe(double loss, double rate);

  /// Reports where the log ended. There must have been a loss.
  void end();

  [[nodiscard]] std::int64_t observations() const { return observations_; }
  [[nodiscard]] std::int64_t decays() const { return decays_; }
  [[nodiscard]] std::int64_t stops() const { return stops_; }

  /// One for each observation until the session ended, if they are kept.
  [[nodiscard]] const std::vector<Answer>& answers() const { return answers_; }

 private:
  Session session_;
  Rules rules_;
  Report& report_;
  bool keep_;
  OutlookEstimator estimator_;
  std::optional<Answer> last_;
  std::vector<Answer> answers_;
  std::int64_t observations_ = 0;
  std::int64_t nonfinite_ = 0;
  std::int64_t decays_ = 0;
  std::int64_t stops_ = 0;
};

}  // namespace replay_tool
