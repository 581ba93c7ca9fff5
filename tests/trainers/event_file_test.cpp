#include "trainer/event_file.hpp"

#include "program.hpp"
#include "temporary_folder.hpp"
#include "tfrecord/crc32c.hpp"

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

using Scalars = std::vector<std::pair<std::string, double>>;

constexpr const char* name = "events.out.tfevents.test";

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

void add(const EventFile& file, std::int64_t step) {
  file.add(step, 1.5e9, Scalars{{"loss", 0.5}});
}

/// A file with an event at each of the steps 1, 2 and 3.
std::filesystem::path three_events(const TemporaryFolder& folder) {
  const auto path = folder.path() / name;
  const EventFile file(path);
  for (const std::int64_t step : {1, 2, 3}) add(file, step);
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
  const auto path = folder.path() / name;
  const EventFile file(path);
  file.add(1, 1700000000.25, Scalars{{"loss/train", 0.5}, {"top-1", 75.9}, {"é", -1e-3}});
  file.add(300, 1700000001.0, Scalars{{"loss/train", std::nan("")}});
  file.add(std::int64_t{1} << 40, 0.0, Scalars{{std::string(200, 't'), 1e300}});
  file.add(-1, -1.0, Scalars{});

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

TEST_CASE("a file that is opened again is appended to") {
  const TemporaryFolder folder;
  const auto path = three_events(folder);
  add(EventFile(path), 4);
  CHECK(steps(path) == std::vector<std::int64_t>{0, 1, 2, 3, 4});
}

TEST_CASE("a record torn by a crash is cut off, wherever it was torn") {
  const TemporaryFolder folder;
  const auto of_two = folder.path() / "two.tfevents";
  const EventFile two(of_two);
  for (const std::int64_t step : {1, 2}) add(two, step);
  const std::string kept = read_file(of_two);
  const std::string whole = read_file(three_events(folder));
  const std::size_t record = whole.size() - kept.size();
  for (std::size_t missing = 1; missing < record; ++missing) {
    CAPTURE(missing);
    const auto path = folder.write("torn.tfevents", whole.substr(0, whole.size() - missing));
    const EventFile file(path);
    CHECK(read_file(path).size() == kept.size());
    CHECK(steps(path) == std::vector<std::int64_t>{0, 1, 2});
  }
  // The file has its length, but not its bytes: some file systems leave zeros.
  for (const std::string& tail :
       {std::string(100, '\0'), whole.substr(kept.size(), record - 1) + '\1'}) {
    const auto path = folder.write("zeros.tfevents", kept + tail);
    add(EventFile(path), 7);
    CHECK(steps(path) == std::vector<std::int64_t>{0, 1, 2, 7});
  }
}

TEST_CASE("keep drops only the events of later steps") {
  const TemporaryFolder folder;
  const auto path = three_events(folder);
  const EventFile file(path);
  const std::string whole = read_file(path);
  file.keep(3);
  CHECK(read_file(path) == whole);
  file.keep(1);
  CHECK(steps(path) == std::vector<std::int64_t>{0, 1});
  add(file, 2);
  CHECK(steps(path) == std::vector<std::int64_t>{0, 1, 2});
  file.keep(0);
  CHECK(steps(path) == std::vector<std::int64_t>{0});
}

TEST_CASE("a file of another kind is refused and left unchanged") {
  const TemporaryFolder folder;
  for (const std::string bytes : {"", "epoch,stage\n1,1\n"}) {
    const auto path = folder.write(name, bytes);
    CHECK(error_of([&] { const EventFile file(path); }) ==
          path.string() + " is not an event file: it does not start with brain.Event:2");
    CHECK(read_file(path) == bytes);
  }
  CHECK(contains(error_of([&] { const EventFile file(folder.path() / "absent" / name); }),
                 (folder.path() / "absent" / name).string()));
}
