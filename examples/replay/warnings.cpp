#include "warnings.hpp"

#include "noise.hpp"
#include "short_stages.hpp"
#include "support/printable.hpp"

#include <iostream>
#include <optional>
#include <utility>

namespace replay_tool {

void warn(const std::string& what) { std::cerr << "replay: " << support::printable(what) << '\n'; }

void warn_of_log(const Log& log, const std::string& path, std::string& said) {
  if (!log.choice.empty() && log.choice != std::exchange(said, log.choice))
    warn(path + ": " + log.choice);
  if (!log.note.empty()) warn(path + ": " + log.note);
  if (log.losses.empty())
    warn(path + ": column " + log.column + " has no value in any of " + std::to_string(log.rows) +
         " rows: nothing to replay");
  if (const auto found = short_stages(RecordedStages(log.losses, log.learning_rates)))
    warn(path + ": " + *found);
}

void warn_of_noise(const Log& log, const std::string& path) {
  if (const std::optional<Noise> noise = noise_of(log.losses))
    warn(path + ": " + noise->finding + ": try --scheduler \"" + noise->scheduler +
         "\", or --suggest");
}

void warn_of_nonfinite(std::int64_t count, const std::string& name) {
  if (count > 0) warn(name + ": non-finite losses: " + std::to_string(count));
}

}  // namespace replay_tool
