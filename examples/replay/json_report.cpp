#include "consequence_json.hpp"
#include "report.hpp"
#include "support/measurement_json.hpp"

#include <ostream>

#include <nlohmann/json.hpp>

namespace replay_tool {
namespace {

using autodecay::Decision;

class JsonReport final : public Report {
 public:
  JsonReport(std::ostream& out, Rules rules) : out_(out), rules_(rules) {}

  void begin(const Heading& heading) override { log_ = heading.log; }

  /// Numbers that JSON cannot represent are null.
  void answer(const Answer& answer, const std::optional<Outlook>& outlook) override {
    const bool observes = rules_.course == Course::observed;
    if (rules_.course == Course::recorded && answer.decision == Decision::hold) return;
    const Decision decided = observes ? Decision::hold : answer.decision;
    nlohmann::ordered_json line{{"observation", answer.observation},
                                {"stage", answer.stage},
                                {"decision", to_string(decided)},
                                {"level", answer.level},
                                {"stability", measurement_json(answer.evidence.stability)},
                                {"drop", measurement_json(answer.evidence.drop)},
                                {"log", log_}};
    if (answer.consequence) add_consequence(line, answer.consequence);
    if (observes) {
      line["would"] = to_string(answer.decision);
      line["stable_in"] = outlook ? nlohmann::ordered_json(outlook->count) : nullptr;
    }
    // Invalid UTF-8 in a file name becomes U+FFFD.
    out_ << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n'
         << std::flush;
  }

  void undecided(const Answer& /*last*/) override {}
  void end(const Ending& /*ending*/) override {}

 private:
  std::ostream& out_;
  Rules rules_;
  std::string log_;
};

}  // namespace

std::unique_ptr<Report> json_report(std::ostream& out, Rules rules) {
  return std::make_unique<JsonReport>(out, rules);
}

}  // namespace replay_tool
