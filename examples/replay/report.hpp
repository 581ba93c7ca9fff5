#pragma once

#include "outlook.hpp"
#include "session.hpp"

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

namespace replay_tool {

/// What a report prints about a log before its first observation.
struct Heading {
  std::string log;                             ///< its name
  std::string column;                          ///< "" for plain numbers
  std::optional<std::int64_t> observations{};  ///< if known beforehand
  std::int64_t nonfinite = 0;                  ///< number of non-finite losses
};

/// The state at the end of a log.
struct Ending {
  std::int64_t observations = 0;  ///< in total
  std::int64_t nonfinite = 0;     ///< number of non-finite losses
  std::optional<Answer> last;     ///< the last answer
  std::optional<Outlook> outlook;
};

/// Prints what a session found in a log. Each answer is flushed.
class Report {
 public:
  virtual ~Report() = default;
  virtual void begin(const Heading& heading) = 0;
  virtual void answer(const Answer& answer, const std::optional<Outlook>& outlook) = 0;
  /// A recorded stage has ended with this answer, without a decision.
  virtual void undecided(const Answer& last) = 0;
  virtual void end(const Ending& ending) = 0;
};

/// A heading, one line per decision or recorded stage without one (per observation if the session
/// only observes), and one line for the end of the log. `scheduler` is its text. With `colours`, the
/// lines of decisions have the colours of the pictures.
[[nodiscard]] std::unique_ptr<Report> text_report(std::ostream& out, Rules rules,
                                                  const std::string& scheduler, bool colours);

/// One JSON object per decision (per observation if decisions are observed or carried out).
[[nodiscard]] std::unique_ptr<Report> json_report(std::ostream& out, Rules rules);

}  // namespace replay_tool
