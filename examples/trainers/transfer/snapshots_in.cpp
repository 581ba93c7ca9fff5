#include "run/run_folder.hpp"
#include "transfer/source.hpp"

#include <charconv>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

namespace transfer {
namespace {

/// The number of a file named stage-<number> with this suffix; nothing for any other name.
std::optional<std::int64_t> stage_of(const std::filesystem::path& file, std::string_view suffix) {
  const std::string name = file.filename().string();
  constexpr std::string_view prefix = "stage-";
  if (!name.starts_with(prefix) || !name.ends_with(suffix)) return std::nullopt;
  const char* const first = name.data() + prefix.size();
  const char* const last = name.data() + name.size() - suffix.size();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(first, last, number);
  if (error != std::errc{} || end != last) return std::nullopt;
  return number;
}

}  // namespace

std::vector<std::filesystem::path> snapshots_in(const std::filesystem::path& run) {
  std::set<std::int64_t> numbers;
  std::filesystem::path old;
  for (const auto& file : std::filesystem::directory_iterator(run)) {
    if (const auto number = stage_of(file.path(), trainer::snapshot_extension))
      numbers.insert(*number);
    else if (stage_of(file.path(), ".pt"))
      old = file.path();
  }
  if (numbers.empty() && !old.empty())
    throw std::runtime_error(old.string() +
                             " is a snapshot of an earlier version, which is not read because such "
                             "a file can run code; docs/results/learning_stages.md says how to "
                             "convert it to a .safetensors "
                             "file in Python");
  std::vector<std::filesystem::path> snapshots;
  const std::int64_t last = numbers.empty() ? 1 : *numbers.rbegin();
  for (std::int64_t number = 1; number <= last; ++number) {
    snapshots.push_back(run / trainer::snapshot_name(number));
    if (!numbers.contains(number))
      throw std::runtime_error(
          snapshots.back().string() +
          " is missing; expected a run's folder with a snapshot of each stage");
  }
  return snapshots;
}

}  // namespace transfer
