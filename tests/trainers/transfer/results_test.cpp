#include "transfer/results.hpp"

#include "program.hpp"
#include "support/watched_disk.hpp"
#include "temporary_folder.hpp"
#include "transfer/description.hpp"
#include "transfer/folder.hpp"
#include "transfer/matrix.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace transfer;

namespace {

const std::string header = "target,method,stage,seed,accuracy,train_accuracy,epochs,hits,seconds\n";
const std::string birds = "birds,fix,1,0,0.25,0.5,30,0100,12.5\n";

CellResult result_of(const std::string& target, std::int64_t stage, Hits hits = {true, false}) {
  return {.cell = {.target = target, .method = Method::finetune, .stage = stage, .seed = 7},
          .accuracy = accuracy_of(hits),
          .train_accuracy = 0.75,
          .epochs = 4,
          .seconds = 1.5,
          .hits = hits};
}

/// Writes cells.csv, and a config.json as it is once these rows are finished.
std::filesystem::path write_cells(const TemporaryFolder& folder, const std::string& rows) {
  Description description = {.content = nlohmann::ordered_json::object()};
  std::istringstream lines(rows);
  for (std::string line; std::getline(lines, line);) description.cells.add(line);
  write_description(folder.path(), description);
  return folder.write(Results::file_name, rows);
}

std::vector<Cell> cells_in(const TemporaryFolder& folder) {
  std::vector<Cell> cells;
  for (const CellResult& result : read_results(folder.path())) cells.push_back(result.cell);
  return cells;
}

/// The error of reading these rows, without the file's name.
std::string refusal_of(const std::string& text) {
  const TemporaryFolder folder;
  const std::string file = write_cells(folder, text).string();
  const std::string error = error_of([&] { (void)read_results(folder.path()); });
  CHECK(error.starts_with(file));
  return error.substr(std::min(file.size(), error.size()));
}

}  // namespace

TEST_CASE("cells are appended and read back unchanged") {
  const TemporaryFolder folder;
  write_cells(folder, "");
  CHECK(read_results(folder.path()).empty());
  {
    Results results(folder.path());
    CHECK(results.all().empty());
    results.add(result_of("birds, \"rare\" ones", 1, {true, false, false}));
    results.add(result_of("rooms", 2));
  }
  Results results(folder.path());
  results.add(result_of("rooms", 3, {true}));

  CHECK(lines(folder.path() / "cells.csv") ==
        std::vector<std::string>{
            "target,method,stage,seed,accuracy,train_accuracy,epochs,hits,seconds",
            "\"birds, \"\"rare\"\" ones\",finetune,1,7,0.3333333333333333,0.75,4,100,1.5",
            "rooms,finetune,2,7,0.5,0.75,4,10,1.5", "rooms,finetune,3,7,1,0.75,4,1,1.5"});
  const std::vector<CellResult> read = read_results(folder.path());
  REQUIRE(read.size() == 3);
  CHECK(read[0].cell == result_of("birds, \"rare\" ones", 1).cell);
  CHECK(read[0].accuracy == 1.0 / 3.0);
  CHECK(read[0].train_accuracy == 0.75);
  CHECK(read[0].epochs == 4);
  CHECK(read[0].seconds == 1.5);
  CHECK((read[0].hits == Hits{true, false, false}));
  CHECK(results.all().size() == 3);
}

TEST_CASE("a name with blanks at its ends is read back") {
  const TemporaryFolder folder;
  write_cells(folder, "");
  Results(folder.path()).add(result_of("birds ", 1));
  Results(folder.path()).add(result_of("birds", 1));
  CHECK((cells_in(folder) == std::vector{result_of("birds ", 1).cell, result_of("birds", 1).cell}));
  CHECK(Results(folder.path()).contains(result_of("birds ", 1).cell));
}

TEST_CASE("a finished cell is known and cannot be added again") {
  const TemporaryFolder folder;
  write_cells(folder, header + birds);
  Results results(folder.path());
  const Cell cell = {.target = "birds", .method = Method::fix, .stage = 1, .seed = 0};
  CHECK(results.contains(cell));
  for (const Cell& other : {Cell{"bird", Method::fix, 1, 0}, Cell{"birds", Method::finetune, 1, 0},
                            Cell{"birds", Method::fix, 2, 0}, Cell{"birds", Method::fix, 1, 1}})
    CHECK_FALSE(results.contains(other));
  CHECK(error_of([&] { results.add({.cell = cell}); }) ==
        "birds, fix, stage 1, seed 0 is already finished");
  CHECK(lines(folder.path() / "cells.csv").size() == 2);
}

TEST_CASE("a row that a crash tore or left behind is left out, and the next one takes its place") {
  for (const std::string& whole : {header + birds, std::string()}) {
    const std::string next = (whole.empty() ? header : "") + "rooms,fix,1,0,0.5,0.5,3,10,1\n";
    for (std::size_t length = 0; length <= next.size(); ++length) {
      CAPTURE(length);
      const TemporaryFolder folder;
      write_cells(folder, whole);
      const auto file = folder.write(Results::file_name, whole + next.substr(0, length));
      const std::size_t count = whole.empty() ? 0 : 1;
      CHECK(read_results(folder.path()).size() == count);
      CHECK(support::read_file(file) == whole + next.substr(0, length));  // reading changes nothing
      Results(folder.path()).add(result_of("rooms", 1));
      CHECK(cells_in(folder).size() == count + 1);
      CHECK(cells_in(folder).back() == result_of("rooms", 1).cell);
    }
  }
}

TEST_CASE("a row that is not as it was written is named, and is not replaced") {
  const TemporaryFolder folder;
  const std::string rows = header + birds + "rooms,fix,1,0,0.5,0.5,3,10,1\n";
  const auto file = write_cells(folder, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(i);
    std::string changed = rows;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    folder.write(Results::file_name, changed);
    const std::string error = error_of([&] { (void)read_results(folder.path()); });
    const char* const line = i < header.size()                  ? ":1: "
                             : i < header.size() + birds.size() ? ":2: "
                                                                : ":3: ";
    CHECK(error.starts_with(file.string() + line));
    CHECK(error_of([&] { Results results(folder.path()); }) == error);
    CHECK(support::read_file(file) == changed);
  }
  folder.write(Results::file_name, "");
  CHECK(error_of([&] { (void)read_results(folder.path()); }) ==
        file.string() + ":1: missing or cut off; 3 lines were written");
}

TEST_CASE("a configuration that is not as it was written is refused") {
  const TemporaryFolder folder;
  write_description(folder.path(), {.content = {{"settings", {{"fix-seeds", 12}}}}});
  CHECK(read_description(folder.path()).content.dump() == R"({"settings":{"fix-seeds":12}})");
  const auto file = folder.path() / "config.json";
  std::string text = support::read_file(file);
  text.replace(text.find("12"), 2, "21");
  folder.write("config.json", text);
  CHECK(error_of([&] { (void)read_description(folder.path()); }) ==
        file.string() + " is damaged: its checksum does not match");
  folder.write("config.json", R"({"settings":{}})");
  CHECK(error_of([&] { (void)read_description(folder.path()); }) ==
        file.string() +
            " is damaged or of an earlier version, which alone can resume it: it has no checksum");
}

TEST_CASE("a number of seeds that the command line refuses is refused in a configuration") {
  const TemporaryFolder folder;
  auto content = nlohmann::ordered_json::parse(
      R"({"settings": {"methods": ["fix"]}, "source": {"name": "letters", "stages": []},
          "targets": []})");
  const auto seeds_read = [&](const nlohmann::ordered_json& seeds) {
    content["settings"]["fix-seeds"] = seeds;
    write_description(folder.path(), {.content = content});
    return read_matrix(folder.path()).seeds.at(Method::fix);
  };
  CHECK(seeds_read(1) == 1);
  CHECK(seeds_read(1000) == 1000);
  const std::string damaged = (folder.path() / "config.json").string() + " is damaged: ";
  for (const int seeds : {-1, 0, 1001, 1'000'000'000})
    CHECK(error_of([&] { (void)seeds_read(seeds); }) ==
          damaged + "--fix-seeds must be in 1 … 1000, got " + std::to_string(seeds));
  CHECK(error_of([&] { (void)seeds_read(1e300); }) ==
        damaged + "fix-seeds must be an integer of 64 bits");
}

TEST_CASE("a kill or a power cut anywhere while a cell is added leaves the cells, and it or not") {
  const TemporaryFolder folder;
  write_cells(folder, "");
  Results results(folder.path());
  results.add(result_of("birds", 1));
  const WatchedDisk disk(folder.path());
  results.add(result_of("rooms", 1));
  for (std::size_t calls = 0; calls <= disk.calls(); ++calls)
    for (const Files& files : disk.survivors(calls)) {
      CAPTURE(calls);
      const TemporaryFolder left;
      for (const auto& [name, bytes] : files) left.write(name, bytes);
      const std::size_t count = cells_in(left).size();
      CHECK((count == 2 || (count == 1 && calls < disk.calls())));
      Results(left.path()).add(result_of("sketches", 1));
      CHECK(cells_in(left).size() == count + 1);
    }
}

TEST_CASE("an invalid row is refused with its line") {
  const auto refusal = [](const std::string& row) {
    return refusal_of(header + birds + row + "\n");
  };
  CHECK(refusal(",fix,1,0,0.5,0.5,3,10,1") == ":3: column target: expected a name, got \"\"");
  CHECK(refusal("a,head,1,0,0.5,0.5,3,10,1") ==
        ":3: column method: expected finetune or fix, got \"head\"");
  CHECK(refusal("a,fix,0,0,0.5,0.5,3,10,1") ==
        ":3: column stage: expected a whole number of at least 1, got \"0\"");
  CHECK(refusal("a,fix,1.5,0,0.5,0.5,3,10,1") ==
        ":3: column stage: expected a whole number of at least 1, got \"1.5\"");
  CHECK(refusal("a,fix,1,-1,0.5,0.5,3,10,1") ==
        ":3: column seed: expected a whole number of at least 0, got \"-1\"");
  for (const std::string share : {"50", "-0.1", "nan", "", "x"}) {
    const std::string expected = ": expected a share in [0, 1], got \"" + share + '"';
    CHECK(refusal("a,fix,1,0," + share + ",0.5,3,10,1") == ":3: column accuracy" + expected);
    CHECK(refusal("a,fix,1,0,0.5," + share + ",3,10,1") == ":3: column train_accuracy" + expected);
  }
  CHECK(refusal("a,fix,1,0,0.5,0.5,-3,10,1") ==
        ":3: column epochs: expected a whole number of at least 0, got \"-3\"");
  for (const std::string seconds : {"-1", "inf", "nan"})
    CHECK(refusal("a,fix,1,0,0.5,0.5,3,10," + seconds) ==
          ":3: column seconds: expected a number of at least 0, got \"" + seconds + '"');
  CHECK(refusal("birds,fix,1,0,0.5,0.5,3,10,1") ==
        ":3: birds, fix, stage 1, seed 0 is already in line 2");
  CHECK(refusal("a,fix,1,0,0.5,0.5,3,1x,1") ==
        ":3: column hits: expected the digits 0 and 1 alone, got \"1x\"");
  for (const std::string hits : {"", "1", "100"})
    CHECK(refusal("a,fix,1,0,0.5,0.5,3," + hits + ",1") ==
          ":3: column hits: expected a share of digits 1 that is the accuracy, 0.5, got \"" + hits +
              '"');
  CHECK(contains(refusal("a,fix"), ":3: "));
  CHECK(refusal_of("target,method\n") ==
        ":1: expected the columns "
        "target,method,stage,seed,accuracy,train_accuracy,epochs,hits,seconds, "
        "got \"target,method\"");
}

TEST_CASE("the largest seed is read back") {
  const TemporaryFolder folder;
  write_cells(folder, "");
  CellResult result = result_of("rooms", 1);
  result.cell.seed = 18446744073709551615u;
  Results(folder.path()).add(result);
  CHECK(cells_in(folder).front().seed == 18446744073709551615u);
}

TEST_CASE("a matrix is trained target by target, and resumed at its first unfinished cell") {
  const Matrix matrix = {.source = {.name = "source", .accuracies = {0.5, 0.6}},
                         .targets = {"b", "a"},
                         .seeds = {{Method::finetune, 1}, {Method::fix, 2}}};
  const std::vector<Cell> cells = matrix.cells();
  const std::vector<Cell> expected{
      {"b", Method::finetune, 1, 0}, {"b", Method::finetune, 2, 0}, {"b", Method::fix, 1, 0},
      {"b", Method::fix, 2, 0},      {"b", Method::fix, 1, 1},      {"b", Method::fix, 2, 1},
      {"a", Method::finetune, 1, 0}, {"a", Method::finetune, 2, 0}, {"a", Method::fix, 1, 0},
      {"a", Method::fix, 2, 0},      {"a", Method::fix, 1, 1},      {"a", Method::fix, 2, 1}};
  CHECK((cells == expected));  // in parentheses, since LibTorch would print the vectors
  const TemporaryFolder folder;
  write_cells(folder, "");
  for (std::size_t i = 0; i < 5; ++i)
    Results(folder.path()).add({.cell = cells[i], .hits = {false}});
  const Results results(folder.path());
  const auto next = std::find_if(cells.begin(), cells.end(),
                                 [&](const Cell& cell) { return !results.contains(cell); });
  CHECK(next - cells.begin() == 5);
}

TEST_CASE("methods have names") {
  CHECK(name(Method::fix) == "fix");
  CHECK(name(Method::finetune) == "finetune");
  CHECK(method_named("fix") == Method::fix);
  CHECK(method_named("finetune") == Method::finetune);
  CHECK_FALSE(method_named("Fix"));
}
