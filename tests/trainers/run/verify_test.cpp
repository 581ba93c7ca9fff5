#include "program.hpp"
#include "support/files.hpp"
#include "temporary_folder.hpp"
#include "tiny_runs.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>

#include <doctest/doctest.h>

using support::read_file;

TEST_CASE("a record that was altered ends a resumed run, be it finished or not, and is named") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "run";
  CHECK(run(tiny(out, {"--epochs", "3", "--norms"})).code == 0);
  for (const auto& [name, line] :
       {std::pair("metrics.csv", 3), std::pair("norms.csv", 2), std::pair("decisions.jsonl", 1)}) {
    const std::string whole = read_file(out / name);
    std::string changed = whole;
    std::size_t digit = 0;
    for (int i = 1; i < line; ++i) digit = changed.find('\n', digit) + 1;
    digit = changed.find('0', digit);
    changed[digit] = '7';
    for (const auto& [bytes, text] :
         {std::pair(changed, std::to_string(line) + ": not the line that was written"),
          std::pair(std::string(), std::string("1: missing or cut off"))}) {
      folder.write(std::filesystem::path("run") / name, bytes);
      for (const Arguments& command :
           {resume(out), resume(out, {"--epochs", "5"}),
            Arguments{LEARNING_STAGES_PROGRAM, "verify", out.string()}}) {
        const Result result = run(command);
        CAPTURE(result.text);
        CHECK(result.code == 1);
        CHECK(contains(result.text, (out / name).string() + ':' + text));
        CHECK(read_file(out / name) == bytes);
      }
    }
    folder.write(std::filesystem::path("run") / name, whole);
  }
  CHECK(run(resume(out, {"--epochs", "5"})).code == 0);
}

TEST_CASE("an event file with a bad byte is made anew, and the run says so") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "run";
  CHECK(run(tiny(out, {"--epochs", "3"})).code == 0);
  const auto events = out / "events.out.tfevents.autodecay";
  std::string bytes = read_file(events);
  const std::size_t size = bytes.size();
  bytes[size / 2] = static_cast<char>(bytes[size / 2] ^ 1);
  folder.write("run/events.out.tfevents.autodecay", bytes);
  const Result found = run({LEARNING_STAGES_PROGRAM, "verify", out.string()});
  CHECK(found.code == 1);
  CHECK(found.text == events.string() + " has not the numbers of " +
                          (out / "metrics.csv").string() + ": --resume makes it anew\n");
  const Result resumed = run(resume(out, {"--epochs", "4"}));
  CHECK(resumed.code == 0);
  CHECK(contains(resumed.text,
                 events.string() + " was damaged or missing: made anew from metrics.csv"));
  CHECK(read_file(events).size() > size);
  CHECK(run({LEARNING_STAGES_PROGRAM, "verify", out.string()}).code == 0);
}

TEST_CASE("verify says all that is wrong at once") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "run";
  const Arguments verify = {LEARNING_STAGES_PROGRAM, "verify", out.string()};
  const Result nothing = run(verify);
  CHECK(nothing.code == 2);
  CHECK(nothing.text == "learning_stages: folder: expected a folder, got '" + out.string() +
                            "', which does not exist\n");
  std::filesystem::create_directory(out);
  CHECK(run(verify).text == "learning_stages: there is no run in " + out.string() + "\n");

  CHECK(run(tiny(out, {"--epochs", "3"})).code == 0);
  const Result sound = run(verify);
  CHECK(sound.code == 0);
  CHECK(sound.text == "all that is in " + out.string() + " belongs there\n");
  {
    const support::FileLock lock(out / "lock");
    CHECK(contains(run(verify).text, "another process is using it"));
  }

  std::string configuration = read_file(out / "config.json");
  configuration.replace(configuration.find("\"batch-size\": 12"), 16, "\"batch-size\": 21");
  folder.write("run/config.json", configuration);
  const std::string decisions = read_file(out / "decisions.jsonl");
  folder.write("run/decisions.jsonl", "");
  folder.write("run/stage-1.safetensors", "no snapshot");
  folder.write("run/previous.ckpt", "no checkpoint");
  std::string snapshot = read_file(out / "stage-2.safetensors");
  snapshot.back() = static_cast<char>(snapshot.back() ^ 1);
  folder.write("run/stage-2.safetensors", snapshot);
  const Result all = run(verify);
  CHECK(all.code == 1);
  CHECK(contains(all.text, (out / "config.json").string() + ": batch-size is 21, and 12 in " +
                               (out / "last.ckpt").string() + "\n"));
  CHECK(contains(all.text, (out / "decisions.jsonl").string() + ":1: missing or cut off"));
  CHECK(contains(all.text, (out / "stage-1.safetensors").string() + ": "));
  CHECK(contains(all.text, (out / "stage-2.safetensors").string() +
                               ": damaged: its checksum does not match\n"));
  CHECK(contains(all.text, (out / "previous.ckpt").string() + " is not a checkpoint"));
  CHECK(std::count(all.text.begin(), all.text.end(), '\n') == 5);

  std::filesystem::remove(out / "stage-1.safetensors");
  folder.write("run/decisions.jsonl", decisions);
  CHECK(contains(run(verify).text, (out / "stage-1.safetensors").string() +
                                       " is missing, and the stage has ended\n"));

  folder.write("run/last.ckpt", "no checkpoint");
  CHECK(contains(run(verify).text,
                 "no sound checkpoint in " + out.string() + " tells what else belongs there\n"));
}
