#include "report.hpp"
#include "support/printable.hpp"

#include <cmath>
#include <ostream>
#include <string_view>

namespace replay_tool {
namespace {

using autodecay::Decision;
using autodecay::Measurement;

class TextReport final : public Report {
 public:
  TextReport(std::ostream& out, Rules rules, const std::string& scheduler, bool colours)
      : out_(out), rules_(rules), scheduler_(scheduler), colours_(colours) {}

  void begin(const Heading& heading) override {
    out_ << "log           " << support::printable(heading.log);
    if (!heading.column.empty()) out_ << ", column " << support::printable(heading.column);
    out_ << '\n';
    if (heading.observations) {
      out_ << "observations  " << *heading.observations;
      print_nonfinite(heading.nonfinite);
      out_ << '\n';
    }
    out_ << "scheduler     " << scheduler_ << (observes() ? ", observed only" : "") << "\n\n"
         << std::flush;
    nonfinite_are_printed_ = heading.observations.has_value();
    decays_ = stops_ = {};
  }

  void answer(const Answer& answer, const std::optional<Outlook>& outlook) override {
    if (observes())
      print_observation(answer, outlook);
    else if (answer.decision != Decision::hold)
      print_decision(answer);
    count(answer);
  }

  void undecided(const Answer& last) override {
    if (observes()) return;
    out_ << "observation " << last.observation << ": " << last.evidence
         << "; the recorded learning rate changes\n"
         << std::flush;
  }

  void end(const Ending& ending) override {
    out_ << "the log ends at observation " << ending.observations;
    if (!nonfinite_are_printed_) print_nonfinite(ending.nonfinite);
    if (observes()) {
      print_counts();
    } else if (ending.last->decision != Decision::hold) {
      print_after_decision(ending);
    } else if (ending.last->evidence.decision == Decision::decay) {
      out_ << ": stage " << ending.last->stage << " has no finite observation yet";
    } else {
      out_ << ": " << ending.last->evidence;
      if (ending.outlook) out_ << "; " << *ending.outlook;
    }
    out_ << '\n' << std::flush;
  }

 private:
  /// The decisions of one kind that a session would have made.
  struct Decisions {
    std::int64_t count = 0;
    std::int64_t stage = 0;  ///< of the latest
    std::string firsts;      ///< the first decision of each stage
  };

  [[nodiscard]] bool observes() const { return rules_.course == Course::observed; }

  void print_decision(const Answer& answer) {
    const bool decays = answer.decision == Decision::decay;
    if (colours_) out_ << (decays ? "\x1b[33m" : "\x1b[31m");  // yellow, red
    out_ << "observation " << answer.observation << ": " << answer.evidence;
    if (colours_) out_ << "\x1b[0m";
    if (answer.consequence) out_ << "; " << *answer.consequence;
    out_ << '\n' << std::flush;
  }

  void print_after_decision(const Ending& ending) {
    const Answer& last = *ending.last;
    const std::string_view decision = to_string(last.decision);
    if (last.observation == ending.observations) {
      out_ << " with this " << decision;
      return;
    }
    out_ << ", " << ending.observations - last.observation << " after the " << decision;
    if (!last.steady)
      out_ << ": the log "
           << (last.rate_known ? "changes its learning rate there"
                               : "records no learning rate there")
           << ", so its further losses say nothing about a run with this " << decision;
  }

  void print_nonfinite(std::int64_t nonfinite) {
    if (nonfinite > 0) out_ << ", " << nonfinite << " of them non-finite";
  }

  void print_observation(const Answer& answer, const std::optional<Outlook>& outlook) {
    out_ << "observation " << answer.observation << ", stage " << answer.stage << ": ";
    if (std::isnan(answer.level)) {
      out_ << "non-finite loss\n" << std::flush;
      return;
    }
    out_ << "level " << answer.level;
    print(answer.evidence.stability);
    if (answer.decision != Decision::hold) {
      print(answer.evidence.drop);
      out_ << ": would " << to_string(answer.decision) << " here";
    } else if (outlook) {
      out_ << "; " << *outlook;
    }
    out_ << '\n' << std::flush;
  }

  void print(const std::optional<Measurement>& measurement) {
    if (measurement) out_ << ", " << *measurement;
  }

  void count(const Answer& answer) {
    if (answer.decision == Decision::hold) return;
    Decisions& decisions = answer.decision == Decision::decay ? decays_ : stops_;
    ++decisions.count;
    if (decisions.stage == answer.stage) return;
    decisions.stage = answer.stage;
    decisions.firsts += (decisions.firsts.empty() ? "" : ", ") + std::to_string(answer.observation);
  }

  void print_counts() {
    const auto print = [this](const char* what, const Decisions& decisions) {
      out_ << what << decisions.count << (decisions.count == 1 ? " observation" : " observations");
      if (decisions.count > 0) out_ << ", first in each stage: " << decisions.firsts;
    };
    print(": would decay at ", decays_);
    print("; would stop at ", stops_);
  }

  std::ostream& out_;
  Rules rules_;
  std::string scheduler_;
  bool colours_;
  bool nonfinite_are_printed_ = false;
  Decisions decays_;
  Decisions stops_;
};

}  // namespace

std::unique_ptr<Report> text_report(std::ostream& out, Rules rules, const std::string& scheduler,
                                    bool colours) {
  return std::make_unique<TextReport>(out, rules, scheduler, colours);
}

}  // namespace replay_tool
