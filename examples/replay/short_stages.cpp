#include "short_stages.hpp"

#include "upper_median.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <autodecay/number_text.hpp>

namespace replay_tool {
namespace {

constexpr std::size_t most_stages = 10;
constexpr double least_length = 20.0;
constexpr double least_share = 0.05;  // of the log

}  // namespace

std::optional<std::string> short_stages(const RecordedStages& recorded) {
  std::vector<double> lengths;
  for (std::size_t i = 0; i < recorded.size(); ++i)
    if (recorded.stage(i).held_from)
      lengths.push_back(static_cast<double>(recorded.losses_of(i).size()));
  const std::size_t count = lengths.size();
  if (count <= most_stages) return std::nullopt;
  const auto observations = static_cast<double>(recorded.stage(recorded.size() - 1).last);
  const double length = upper_median(std::move(lengths));
  if (length >= std::max(least_length, least_share * observations)) return std::nullopt;
  return std::to_string(count) + " recorded stages with a median of " + autodecay::to_text(length) +
         " observations look like a gradual learning rate in rounded numbers: what a decision in "
         "one of them saves says little";
}

}  // namespace replay_tool
