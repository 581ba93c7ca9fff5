#include "transfer/gain_picture.hpp"

#include "needs.hpp"
#include "program.hpp"
#include "support/csv.hpp"
#include "temporary_folder.hpp"
#include "transfer_cells.hpp"

#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using namespace transfer;

namespace {

const Distances distances = {
    {"Caltech256", 40.0}, {"CUB200", 150.0}, {"MIT67", 150.5}, {"Sketch250", 400.0}};

struct Point {
  std::string dataset;
  double distance = 0.0;
  double name_at = 0.0;
  std::string gain;
  double mean = 0.0;
  std::optional<double> low, high;
};

/// The rows of the file for a panel.
std::vector<Point> points_in(const std::filesystem::path& folder, const std::string& panel,
                             const std::string& method) {
  const csv::Table table = csv::read((folder / "transfer-gains.csv").string());
  std::vector<Point> points;
  for (const csv::Row& row : table.rows) {
    const auto number = [&](const char* column) { return table.number(row, table.column(column)); };
    if (row.cells[table.column("panel")] != panel) continue;
    CHECK(row.cells[table.column("method")] == method);
    points.push_back({row.cells[table.column("dataset")], number("distance").value(),
                      number("name_at").value(), row.cells[table.column("gain")],
                      number("mean").value(), number("low"), number("high")});
  }
  return points;
}

bool is_close(double a, double b) { return std::abs(a - b) < 1e-9; }

}  // namespace

TEST_CASE("the picture's data are the gains on each data set, the nearest first") {
  const TemporaryFolder folder;
  write_gains(paper_matrix, paper_cells(), distances, folder.path());
  for (const auto& [panel, method] :
       {std::pair<std::string, std::string>{"1", "finetune"}, {"2", "fix"}}) {
    const auto points = points_in(folder.path(), panel, method);
    REQUIRE(points.size() == 10);
    CHECK(points[0].dataset == "ImageNet");
    CHECK(points[0].distance == 0.0);
    CHECK(points[0].gain == "Gain12");
    CHECK(is_close(points[0].mean, 15.32));
    CHECK(points[1].gain == "Gain23");
    CHECK(is_close(points[1].mean, 6.58));
    CHECK(points[2].dataset == "Caltech256");
    CHECK(points[2].distance == 40.0);
    CHECK(points[9].dataset == "Sketch250");
    for (const Point& point : points) CHECK_FALSE(point.low);
  }
  CHECK(is_close(points_in(folder.path(), "2", "fix")[9].mean, -0.4));
  CHECK(points_in(folder.path(), "3", "").empty());
}

TEST_CASE("names are kept apart if data sets are close") {
  const TemporaryFolder folder;
  write_gains(paper_matrix, paper_cells(), distances, folder.path());
  const auto points = points_in(folder.path(), "1", "finetune");
  CHECK(points[0].name_at == 0.0);
  CHECK(points[2].name_at == 40.0);
  CHECK(points[4].name_at == 150.0);
  CHECK(points[6].dataset == "MIT67");
  CHECK(points[6].distance == 150.5);
  CHECK(points[6].name_at > 170.0);
  CHECK(points[6].name_at == points[7].name_at);
  CHECK(points[8].name_at == 400.0);
}

TEST_CASE("several seeds have intervals, and only finished gains are shown") {
  const TemporaryFolder folder;
  const auto cells = cells_of("birds", {{50.0, 60.0, 62.0}, {50.0, 61.0}, {50.0, 65.0}});
  write_gains(matrix_of({"birds", "rooms"}, 3), cells, {{"birds", 2.5}}, folder.path());
  const auto points = points_in(folder.path(), "1", "fix");
  REQUIRE(points.size() == 4);
  CHECK(points[2].dataset == "birds");
  CHECK(points[2].distance == 2.5);
  // For 10, 11 and 15: mean 12, Student's margin 4.302652729911275 times the root of 7 / 3.
  CHECK(is_close(points[2].mean, 12.0));
  REQUIRE(points[2].low);
  CHECK(is_close(*points[2].low, 12.0 - 4.302652729911275 * std::sqrt(7.0 / 3.0)));
  CHECK(is_close(*points[2].high, 12.0 + 4.302652729911275 * std::sqrt(7.0 / 3.0)));
  CHECK(is_close(points[3].mean, 2.0));
  CHECK_FALSE(points[3].low);
}

TEST_CASE("an unknown or impossible distance is refused, and nothing is written") {
  const TemporaryFolder folder;
  const auto error = [&](const Distances& given) {
    return error_of([&] {
      write_gains(matrix_of({"birds"}, 1), cells_of("birds", {{50.0, 60.0, 62.0}}), given,
                  folder.path());
    });
  };
  CHECK(error({{"rooms", 1.0}}) == "the distance of birds from the source is not known");
  CHECK(error({{"birds", -1.0}}) ==
        "the distance of birds from the source must be a number of at least 0, got -1");
  for (const double bad :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
    CHECK(contains(error({{"birds", bad}}), "must be a number of at least 0, got "));
  CHECK(error_of([&] {
          write_gains(matrix_of({"birds"}, 1), cells_of("birds", {{50.0}}), {}, folder.path());
        }) == "no gain from one stage to the next is known yet");
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("the picture is drawn for one and several methods, and for few and many stages" *
          needs_gnuplot()) {
  const auto draws = [](const Matrix& matrix, const std::vector<CellResult>& results,
                        const Distances& given) {
    const TemporaryFolder folder;
    draw_gains(matrix, results, given, "distance: made up", folder.path());
    for (const char* const name : {"transfer-gains.svg", "transfer-gains.png"})
      CHECK(std::filesystem::file_size(folder.path() / name) > 1000);
    return support::read_file(folder.path() / "transfer-gains.svg");
  };
  const std::string both = draws(paper_matrix, paper_cells(), distances);
  for (const char* const text : {"finetune", "fix", "ImageNet", "Sketch250", "Gain12", "Gain23",
                                 "distance: made up; bars: 95 % intervals over the seeds"})
    CHECK(contains(both, text));

  Matrix matrix = matrix_of({"a_b^c"}, 2);
  matrix.source.accuracies = {0.5, 0.6};
  const std::string one =
      draws(matrix, cells_of("a_b^c", {{50.0, 60.0}, {50.0, 61.0}}), {{"a_b^c", 0.0}});
  CHECK(contains(one, "a_b^c"));
  CHECK_FALSE(contains(one, "finetune"));
  CHECK_FALSE(contains(one, "Gain23"));

  matrix.source.accuracies = {0.5, 0.6, 0.7, 0.75, 0.76, 0.77};
  CHECK(contains(
      draws(matrix, cells_of("a_b^c", {{50.0, 50.0, 50.0, 50.0, 50.0, 50.0}}), {{"a_b^c", 1e-3}}),
      "Gain56"));
}

TEST_CASE("a note that is too long for the picture ends in a second line" * needs_gnuplot()) {
  Matrix matrix = matrix_of({"birds"}, 1);
  matrix.source.accuracies = {0.5, 0.6};
  const std::string note =
      "Fréchet distance of features after stage 2, 1300 images each; within the source 3.74";
  const TemporaryFolder folder;
  draw_gains(matrix, cells_of("birds", {{50.0, 60.0}}), {{"birds", 1.0}}, note, folder.path());
  const std::string picture = support::read_file(folder.path() / "transfer-gains.svg");
  for (const std::string& line : {note + ";", std::string("bars: 95 % intervals over the seeds")})
    CHECK(contains(picture, "<text>" + line + "</text>"));
}
