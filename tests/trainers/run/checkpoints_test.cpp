#include "run/checkpoints.hpp"

#include "support/files.hpp"
#include "support/watched_disk.hpp"
#include "temporary_folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <set>
#include <string>

#include <doctest/doctest.h>

using namespace trainer;

namespace {

enum class State { sound, damaged, missing };

/// The epochs of the checkpoints that a process leaves which is killed while it saves that of epoch 3.
constexpr std::array<std::int64_t, 3> usual_epochs = {2, 3, 1};  // last, next, previous

using States = std::array<State, 3>;

/// Every combination of states of the three files.
std::vector<States> all_states() {
  std::vector<States> all;
  for (const State last : {State::sound, State::damaged, State::missing})
    for (const State next : {State::sound, State::damaged, State::missing})
      for (const State previous : {State::sound, State::damaged, State::missing})
        all.push_back({last, next, previous});
  return all;
}

Checkpoint checkpoint_of(std::int64_t epoch, std::int64_t step = 0) {
  return {.epoch = epoch, .step = step, .tensors = "tensors of epoch " + std::to_string(epoch)};
}

void write(const TemporaryFolder& folder, const States& states) {
  for (std::size_t i = 0; i < states.size(); ++i) {
    const auto file = folder.path() / checkpoint_names[i];
    if (states[i] == State::missing) continue;
    write_checkpoint(file, checkpoint_of(usual_epochs[i]));
    if (states[i] == State::damaged)
      std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1);
  }
}

void write(const TemporaryFolder& folder, const Files& files) {
  for (const auto& [name, bytes] : files) folder.write(name, bytes);
}

/// The epoch of the newest of the sound ones; 0 if there is none.
std::int64_t newest_of(const States& states) {
  std::int64_t newest = 0;
  for (std::size_t i = 0; i < states.size(); ++i)
    if (states[i] == State::sound) newest = std::max(newest, usual_epochs[i]);
  return newest;
}

/// What a resumed run goes on from; 0 if nothing.
std::int64_t newest_in(const std::filesystem::path& folder) {
  const CheckpointFiles found = read_checkpoints(folder);
  if (!found.newest) return 0;
  CHECK(found.newest->checkpoint.tensors == checkpoint_of(found.newest->checkpoint.epoch).tensors);
  return found.newest->checkpoint.epoch;
}

/// Calls `check` for each of the folder's states that a cut may leave, after each call that `save`
/// makes, with the number of calls and whether that is all.
template <typename Save, typename Check>
void cut_everywhere(const TemporaryFolder& folder, Save save, Check check) {
  const WatchedDisk disk(folder.path());
  save();
  REQUIRE(disk.calls() > 5);
  for (std::size_t calls = 0; calls <= disk.calls(); ++calls) {
    CAPTURE(calls);
    for (const Files& files : disk.survivors(calls)) {
      const TemporaryFolder left;
      write(left, files);
      check(left, calls == disk.calls());
    }
  }
}

}  // namespace

TEST_CASE("the newest sound checkpoint wins, and what is wrong with the others is told") {
  for (const States& states : all_states()) {
    CAPTURE(newest_of(states));
    const TemporaryFolder folder;
    write(folder, states);
    CHECK(newest_in(folder.path()) == newest_of(states));
    const auto damaged = std::count(states.begin(), states.end(), State::damaged);
    const std::vector<std::string> problems = read_checkpoints(folder.path()).problems;
    CHECK(std::ssize(problems) == damaged);
    for (const std::string& problem : problems)
      CHECK(problem.ends_with(".ckpt is truncated or damaged: its checksum does not match"));
    CHECK(has_checkpoint(folder.path()) ==
          (std::count(states.begin(), states.end(), State::missing) < 3));
  }
}

TEST_CASE("of two checkpoints in an epoch the one with more steps is newer") {
  const TemporaryFolder folder;
  write_checkpoint(folder.path() / last_checkpoint_name, checkpoint_of(1, 9));
  write_checkpoint(folder.path() / previous_checkpoint_name, checkpoint_of(1, 8));
  CHECK(read_checkpoints(folder.path()).newest->checkpoint.step == 9);
  write_checkpoint(folder.path() / next_checkpoint_name, checkpoint_of(1, 10));
  CHECK(read_checkpoints(folder.path()).newest->checkpoint.step == 10);
}

TEST_CASE("a save puts no damaged checkpoint in place of a sound one") {
  for (const States& states : all_states()) {
    const TemporaryFolder folder;
    write(folder, states);
    save_checkpoint(folder.path(), checkpoint_of(4));
    CHECK(read_checkpoint(folder.path() / last_checkpoint_name).epoch == 4);
    CHECK(!std::filesystem::exists(folder.path() / next_checkpoint_name));
    const auto previous = folder.path() / previous_checkpoint_name;
    if (states[0] == State::sound)
      CHECK(read_checkpoint(previous).epoch == 2);
    else if (states[2] == State::sound)
      CHECK(read_checkpoint(previous).epoch == 1);
  }
}

TEST_CASE("a kill or a power cut anywhere in a save leaves the newest checkpoint, or the new one") {
  for (const States& states : all_states()) {
    const TemporaryFolder folder;
    write(folder, states);
    const std::int64_t newest = newest_of(states);
    cut_everywhere(
        folder, [&] { save_checkpoint(folder.path(), checkpoint_of(4)); },
        [&](const TemporaryFolder& left, bool is_over) {
          const std::int64_t found = newest_in(left.path());
          CHECK((found == 4 || (!is_over && found == newest)));
          if (is_over) CHECK(read_checkpoint(left.path() / last_checkpoint_name).epoch == 4);
        });
  }
}

TEST_CASE("a run that is cut off in each of its saves never loses its newest checkpoint") {
  const TemporaryFolder first;
  save_checkpoint(first.path(), checkpoint_of(1));
  std::set<Files> folders = {files_in(first.path())};
  for (std::int64_t epoch = 2; epoch <= 3; ++epoch) {
    std::set<Files> next;
    for (const Files& files : folders) {
      const TemporaryFolder folder;
      write(folder, files);
      support::remove_temporaries(folder.path());
      cut_everywhere(
          folder, [&] { save_checkpoint(folder.path(), checkpoint_of(epoch)); },
          [&](const TemporaryFolder& left, bool) {
            CHECK(newest_in(left.path()) >= 1);
            support::remove_temporaries(left.path());
            next.insert(files_in(left.path()));
          });
    }
    folders = std::move(next);
  }
}

TEST_CASE("a call that fails in a save leaves the newest checkpoint, and nothing beside it") {
  for (const int error : {EIO, ENOSPC})
    for (std::size_t call = 0;; ++call) {
      CAPTURE(call);
      const TemporaryFolder folder;
      for (const std::int64_t epoch : {1, 2}) save_checkpoint(folder.path(), checkpoint_of(epoch));
      WatchedDisk disk(folder.path());
      disk.fail_after(call, error);
      const std::string what = error_of([&] { save_checkpoint(folder.path(), checkpoint_of(3)); });
      if (what.empty()) {
        CHECK(call == disk.calls());  // there was no such call
        break;
      }
      CHECK(what.find(folder.path().string()) != what.npos);
      CHECK(newest_in(folder.path()) >= 2);
      for (const auto& [name, bytes] : files_in(folder.path())) CHECK(name.ends_with(".ckpt"));
    }
}
