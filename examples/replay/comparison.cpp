#include "comparison.hpp"

#include "scheduler_text.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace replay_tool {
namespace {

/// The criteria that judge the loss and belong to no pipeline.
constexpr std::array criteria = {"remaining_improvement", "marginal_improvement",
                                 "improvement_test"};

/// The names of all schedulers to compare.
std::vector<std::string> all_schedulers() {
  std::vector<std::string> names;
  for (const auto& row : support::registry().rows<autodecay::runtime::Policies>())
    names.push_back(row.name);
  names.insert(names.end(), criteria.begin(), criteria.end());
  return names;
}

}  // namespace

std::vector<Contender> contenders(const std::vector<std::string>& schedulers) {
  std::vector<std::string> texts = all_schedulers();
  texts.insert(texts.end(), schedulers.begin(), schedulers.end());
  std::vector<Contender> all;
  for (const std::string& text : texts) all.push_back({text, scheduler_of(text)});
  return all;
}

std::vector<std::string> searched_schedulers() {
  std::vector<std::string> names = all_schedulers();
  std::erase(names, "step");
  std::erase(names, "planned");  // has the settings of auto
  return names;
}

Performance perform(const Contender& contender, const Log& log, RecordedStages& recorded,
                    Rules rules) {
  Performance performance{.scheduler = contender.text};
  std::vector<Consequence> consequences;
  Session session(contender.scheduler, rules);
  for (std::size_t i = 0; i < log.losses.size() && !session.ended(); ++i) {
    std::optional<Answer> answer = session.observe(log.losses[i], log.rate(i));
    if (!answer || answer->decision == autodecay::Decision::hold) continue;
    if (answer->steady || log.learning_rates.empty()) {
      consequences.push_back(recorded.consequence_of(answer->observation));
      answer->consequence = consequences.back();
    }
    performance.decisions.push_back(*std::move(answer));
  }
  performance.mean = mean_of(consequences, recorded.count());
  return performance;
}

}  // namespace replay_tool
