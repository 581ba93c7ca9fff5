#include "support/gnuplot.hpp"

#include "process.hpp"
#include "support/required_tools.hpp"

#include <filesystem>
#include <iterator>
#include <string>

#include <doctest/doctest.h>

namespace {

namespace fs = std::filesystem;

bool installed(const TemporaryFolder& folder) {
  const bool found = test::run(folder, "gnuplot --version").status == 0;
  CHECK_MESSAGE((found || !test::tools_are_required()),
                "gnuplot is not installed: nothing is tried");
  return found;
}

auto entries(const fs::path& folder) {
  return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

}  // namespace

TEST_CASE("run passes arguments unchanged and runs in the folder") {
  const TemporaryFolder folder;
  if (!installed(folder)) return;
  const fs::path script = folder.write("s.gp", "set print 'said'\nprint ARG1.'|'.ARG2\n");
  fs::create_directory(folder.path() / "inner");
  gnuplot::run(script, {"a 'b\" $c", ""}, folder.path() / "inner");
  CHECK(test::read(folder.path() / "inner/said") == "a 'b\" $c|\n");
}

TEST_CASE("nothing that a kill would leave is in the folder of a picture while it is drawn") {
  const TemporaryFolder folder;
  if (!installed(folder)) return;
  folder.write("run/data.csv", "1,2\n");
  const fs::path run = folder.path() / "run";
  const fs::path lists =
      folder.write("lists.gp", "set print 'entries'\nprint system(\"ls -A '\".ARG1.\"'\")\n");
  gnuplot::draw(lists, {run.string()}, run);
  CHECK(test::read(run / "entries") == "data.csv\n");
}

TEST_CASE("draw replaces pictures, and keeps the old ones if gnuplot fails") {
  const TemporaryFolder folder;
  if (!installed(folder)) return;
  folder.write("run/data.csv", "1,2\n");
  const fs::path run = folder.path() / "run";
  const std::string draws =
      "set datafile separator comma\nstats 'data.csv' using 2 nooutput\nset print 'picture.svg'\n"
      "print int(STATS_max)\n";
  gnuplot::draw(folder.write("good.gp", draws), {}, run);
  CHECK(test::read(run / "picture.svg") == "2\n");
  CHECK(test::read(run / "data.csv") == "1,2\n");
  CHECK(entries(run) == 2);

  folder.write("run/data.csv", "1,3\n");
  const fs::path bad = folder.write("bad.gp", draws + "exit status 3\n");
  CHECK(error_of([&] { gnuplot::draw(bad, {}, run); }) == "gnuplot failed on " + bad.string());
  CHECK(test::read(run / "picture.svg") == "2\n");
  CHECK(entries(run) == 2);
}
