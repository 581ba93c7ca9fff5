#pragma once

#include "outlook.hpp"
#include "session.hpp"

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

namespace replay_tool {

/// What a report says of a log before its first observation.
struct Heading {
  std::string log;                             ///< its name
  std::string column;                          ///< "" for plain numbers
  std::optional<std::int64_t> observations{};  ///< if they are known beforehand
  std::int64_t nonfinite = 0;                  ///< how many of them are not finite
};

/// Where a log ended.
struct Ending {
  std::int64_t observations = 0;  ///< in all
  std::int64_t nonfinite = 0;     ///< how many of them are not finite
  std::optional<Answer> last;     ///< to the last observation that a session took in
  std::optional<Outlook> outlook;
};

/// Tells what a session found in a log. Each answer is flushed.
class Report {
 public:
  virtual ~Report() = default;
  virtual void begin(const Heading& heading) = 0;
  virtual void answer(const Answer& answer, const std::optional<Outlook>& outlook) = 0;
  virtual void end(const Ending& ending) = 0;
};

/// A heading, a line for each decision, or for each observation if the session only observes, and
/// one of where the log ends. `policies` is how they were chosen.
[[nodiscard]] std::unique_ptr<Report> text_report(std::ostream& out, Rules rules,
                                                  const std::string& policies);

/// A JSON object for each decision, or for each observation. `several`: more than one log is told
/// of, so that warnings name theirs.
[[nodiscard]] std::unique_ptr<Report> json_report(std::ostream& out, Rules rules, bool several);

}  // namespace replay_tool
