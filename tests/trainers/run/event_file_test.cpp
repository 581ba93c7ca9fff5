#include "run/event_file.hpp"

#include "program.hpp"
#include "support/tfrecord.hpp"
#include "temporary_folder.hpp"

#include <cmath>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using nlohmann::json;
using namespace trainer;

namespace {

constexpr const char* event_file = "events.out.tfevents.test";

/// The events of a file, read by a program that shares no code with the writer.
std::vector<json> events(const std::filesystem::path& file) {
  const Result result = run({PYTHON_PROGRAM, READ_EVENTS, file.string()});
  CAPTURE(result.text);
  REQUIRE(result.code == 0);
  std::vector<json> events;
  std::istringstream lines(result.text);
  for (std::string line; std::getline(lines, line);) events.push_back(json::parse(line));
  return events;
}

std::vector<std::int64_t> steps(const std::filesystem::path& file) {
  std::vector<std::int64_t> steps;
  for (const json& event : events(file)) steps.push_back(event.at("step"));
  return steps;
}

/// The events of the steps 1 … `count`.
std::vector<Event> first_events(std::int64_t count) {
  std::vector<Event> events;
  for (std::int64_t step = 1; step <= count; ++step) events.push_back({step, {{"loss", 0.5}}});
  return events;
}

/// A file with these, as a run writes them.
std::filesystem::path file_of(const TemporaryFolder& folder, std::int64_t count) {
  const auto path = folder.path() / event_file;
  const EventFile file(path);
  (void)file.keep({});
  for (const Event& event : first_events(count)) file.add(event, 1.5e9);
  return path;
}

}  // namespace

TEST_CASE("the checksum is CRC-32C") {
  // From RFC 3720, B.4, and the check value of the CRC catalogues.
  CHECK(tfrecord::crc32c("123456789") == 0xe3069283);
  CHECK(tfrecord::crc32c("") == 0);
  CHECK(tfrecord::crc32c(std::string(32, '\0')) == 0x8a9136aa);
  CHECK(tfrecord::crc32c(std::string(32, '\xff')) == 0x62a8ab43);
}

TEST_CASE("an independent reader finds the version and every event") {
  const TemporaryFolder folder;
  const auto path = folder.path() / event_file;
  const EventFile file(path);
  CHECK(!file.keep({}));
  file.add({1, {{"loss/train", 0.5}, {"top-1", 75.9}, {"é", -1e-3}}}, 1700000000.25);
  file.add({300, {{"loss/train", std::nan("")}}}, 1700000001.0);
  file.add({std::int64_t{1} << 40, {{std::string(200, 't'), 1e300}}}, 0.0);
  file.add({-1}, -1.0);

  const std::vector<json> found = events(path);
  REQUIRE(found.size() == 5);
  CHECK(found[0].at("file_version") == "brain.Event:2");
  CHECK(found[0].at("wall_time") > 1.7e9);
  CHECK(found[1].at("wall_time") == 1700000000.25);
  CHECK(found[1].at("step") == 1);
  CHECK(found[1].at("scalars") == json{{"loss/train", 0.5},
                                       {"top-1", static_cast<double>(75.9F)},
                                       {"é", static_cast<double>(-1e-3F)}});
  CHECK(found[2].at("step") == 300);
  CHECK(found[2].at("scalars").at("loss/train") == "nan");
  CHECK(found[3].at("step") == std::int64_t{1} << 40);
  CHECK(found[3].at("scalars") == json{{std::string(200, 't'), "inf"}});
  CHECK(found[4].at("step") == -1);
  CHECK(found[4].at("scalars").empty());
}

TEST_CASE("events that are there are kept as they are, and the file goes on") {
  const TemporaryFolder folder;
  const auto path = file_of(folder, 3);
  const std::string whole = support::read_file(path);
  const EventFile file(path);
  CHECK(file.keep(first_events(3)));
  CHECK(support::read_file(path) == whole);
  file.add(first_events(4).back(), 1.5e9);
  CHECK(steps(path) == std::vector<std::int64_t>{0, 1, 2, 3, 4});
}

TEST_CASE("later events are dropped, wherever the last of them was torn") {
  const TemporaryFolder folder;
  const std::string kept = support::read_file(file_of(folder, 2));
  const std::string whole = support::read_file(file_of(folder, 3));
  std::vector<std::string> tails = {"", std::string(100, '\0'), "no record"};
  for (std::size_t end = kept.size() + 1; end <= whole.size(); ++end)
    tails.push_back(whole.substr(kept.size(), end - kept.size()));
  for (const std::string& tail : tails) {
    CAPTURE(tail.size());
    const auto path = folder.write(event_file, kept + tail);
    CHECK(EventFile(path).keep(first_events(2)));
    CHECK(support::read_file(path) == kept);
  }
}

TEST_CASE("a file with any byte changed or cut off is made anew with every event") {
  const TemporaryFolder folder;
  const auto path = file_of(folder, 3);
  const std::string whole = support::read_file(path);
  const auto check_made_anew = [&](const std::string& bytes) {
    folder.write(event_file, bytes);
    CHECK(!EventFile(path).keep(first_events(3)));
    CHECK(support::read_file(path).size() == whole.size());
    CHECK(EventFile(path).keep(first_events(3)));
  };
  for (std::size_t i = 0; i < whole.size(); ++i) {
    CAPTURE(i);
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    check_made_anew(changed);
    check_made_anew(whole.substr(0, i));
  }
  std::filesystem::remove(path);
  CHECK(!EventFile(path).keep(first_events(3)));
  CHECK(steps(path) == std::vector<std::int64_t>{0, 1, 2, 3});
}

TEST_CASE("an event of other numbers is no event of the run, its checksum being right") {
  const TemporaryFolder folder;
  const auto path = file_of(folder, 3);
  std::vector<Event> events = first_events(3);
  events[1].scalars[0].second = 0.25;
  CHECK(!EventFile(path).keep(events));
  CHECK(EventFile(path).keep(events));
}

TEST_CASE("a folder that is missing is named") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "absent" / event_file;
  CHECK(contains(error_of([&] { (void)EventFile(path).keep({}); }), path.string()));
}
