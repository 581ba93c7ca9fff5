#include "run/checkpoints.hpp"

#include "engine/error_text.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace trainer {
namespace {

bool is_newer(const Checkpoint& a, const Checkpoint& b) {
  return std::pair(a.epoch, a.step) > std::pair(b.epoch, b.step);
}

bool is_sound(const std::filesystem::path& file) {
  try {
    (void)read_checkpoint(file);
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

bool has_checkpoint(const std::filesystem::path& folder) {
  return std::any_of(checkpoint_names.begin(), checkpoint_names.end(),
                     [&](const char* name) { return std::filesystem::exists(folder / name); });
}

CheckpointFiles read_checkpoints(const std::filesystem::path& folder) {
  CheckpointFiles found;
  for (const char* const name : checkpoint_names) {
    const std::filesystem::path path = folder / name;
    if (!std::filesystem::exists(path)) continue;
    try {
      Checkpoint checkpoint = read_checkpoint(path);
      if (!found.newest || is_newer(checkpoint, found.newest->checkpoint))
        found.newest = {path, std::move(checkpoint)};
    } catch (const std::exception& error) {
      found.problems.push_back(reason(error));
    }
  }
  return found;
}

void save_checkpoint(const std::filesystem::path& folder, const Checkpoint& checkpoint) {
  const std::filesystem::path next = folder / next_checkpoint_name;
  const std::filesystem::path last = folder / last_checkpoint_name;
  write_checkpoint(next, checkpoint);
  if (is_sound(last)) support::rename_file(last, folder / previous_checkpoint_name);
  support::rename_file(next, last);
  support::sync_folder(folder);
}

}  // namespace trainer
