#include "transfer/table_2.hpp"

#include "transfer_cells.hpp"

#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace transfer;
using support::TableFormat;

namespace {

std::vector<std::string> split(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// A target with three stages of one seed, two of another, and none of a third.
const Matrix unfinished = matrix_of({"birds", "rooms"}, 2);
const std::vector<CellResult> unfinished_cells =
    cells_of("birds", {{50.0, 60.0, 64.0}, {52.0, 63.0}});

}  // namespace

TEST_CASE("the paper's accuracies give the gains and ratios that it prints") {
  CHECK(split(table_2(paper_matrix, paper_cells(), TableFormat::text)) ==
        std::vector<std::string>{
            "finetune    Stage1  Gain12  Stage2  Gain23  Stage3  Gain23/Gain12",
            "ImageNet     54.01   15.32   69.33    6.58   75.91           0.43",
            "Caltech256   77.87    4.86   82.73    1.47   84.20           0.30",
            "CUB200       75.89    3.85   79.74    1.60   81.34           0.42",
            "MIT67        72.91    4.18   77.09    1.64   78.73           0.39",
            "Sketch250    77.80    2.12   79.92    0.72   80.64           0.34", "",
            "fix         Stage1  Gain12  Stage2  Gain23  Stage3  Gain23/Gain12",
            "ImageNet     54.01   15.32   69.33    6.58   75.91           0.43",
            "Caltech256   74.10    5.69   79.79    2.16   81.95           0.38",
            "CUB200       58.11    5.84   63.95    2.14   66.09           0.37",
            "MIT67        61.34    6.20   67.54    2.24   69.78           0.36",
            "Sketch250    64.34    0.24   64.58   -0.40   64.18          -1.67"});
}

TEST_CASE("several seeds are shown as mean and deviation, with the ratio of the means") {
  // Gains of 10 and 11, and of 4 and 8: the mean of their ratios would be 0.56.
  const auto cells = cells_of("birds", {{50.0, 60.0, 64.0}, {52.0, 63.0, 71.0}});
  CHECK(split(table_2(matrix_of({"birds"}, 2), cells, TableFormat::text)) ==
        std::vector<std::string>{
            "fix             Stage1        Gain12        Stage2       Gain23        Stage3  "
            "Gain23/Gain12",
            "ImageNet         54.01         15.32         69.33         6.58         75.91  "
            "         0.43",
            "birds     51.00 ± 1.41  10.50 ± 0.71  61.50 ± 2.12  6.00 ± 2.83  67.50 ± 4.95  "
            "         0.57"});
}

TEST_CASE("values that some seeds have not finished are marked, values without any are left out") {
  CHECK(split(table_2(unfinished, unfinished_cells, TableFormat::markdown)) ==
        std::vector<std::string>{
            "| fix      |       Stage1 |       Gain12 |       Stage2 | Gain23 |  Stage3 | "
            "Gain23/Gain12 |",
            "| :-- | --: | --: | --: | --: | --: | --: |",
            "| ImageNet |        54.01 |        15.32 |        69.33 |   6.58 |   75.91 | "
            "         0.43 |",
            "| birds    | 51.00 ± 1.41 | 10.50 ± 0.71 | 61.50 ± 2.12 | \\*4.00 | \\*64.00 | "
            "       \\*0.40 |",
            "| rooms    |            – |            – |            – |      – |       – | "
            "            – |",
            "", "\\* not all seeds have finished"});
}

TEST_CASE("CSV has the numbers of cells and the intervals of ratios") {
  const std::string columns =
      "method,dataset,finished,cells,stage1,stage1_deviation,gain12,gain12_deviation,stage2,"
      "stage2_deviation,gain23,gain23_deviation,stage3,stage3_deviation,gain23/gain12,"
      "gain23/gain12_low,gain23/gain12_high";
  CHECK(split(table_2(unfinished, unfinished_cells, TableFormat::csv)) ==
        std::vector<std::string>{
            columns, "fix,ImageNet,3,3,54.0100,,15.3200,,69.3300,,6.5800,,75.9100,,0.4295,,",
            "fix,birds,5,6,51.0000,1.4142,10.5000,0.7071,61.5000,2.1213,4.0000,,64.0000,,0.4000,,",
            "fix,rooms,0,6,,,,,,,,,,,,,"});

  // Gain12 is 10 for each seed, so the interval is Student's for Gain23, which is 2, 3 and 4,
  // divided by 10.
  const auto cells =
      cells_of("birds", {{50.0, 60.0, 62.0}, {51.0, 61.0, 64.0}, {52.0, 62.0, 66.0}});
  CHECK(split(table_2(matrix_of({"birds"}, 3), cells, TableFormat::csv)).back() ==
        "fix,birds,9,9,51.0000,1.0000,10.0000,0.0000,61.0000,1.0000,3.0000,1.0000,64.0000,2.0000,"
        "0.3000,0.0516,0.5484");
}

TEST_CASE("a method without cells is left out, and so are cells that were not requested") {
  Matrix matrix = paper_matrix;
  matrix.targets = {"Sketch250"};
  const auto fix = cells_of("Sketch250", {{64.34, 64.58, 64.18}});
  CHECK(split(table_2(matrix, fix, TableFormat::text)).front().starts_with("fix "));
  CHECK(split(table_2(matrix, fix, TableFormat::csv)).size() == 3);
  CHECK(table_2(matrix, {}, TableFormat::text).empty());
  CHECK(table_2(matrix, cells_of("birds", {{50.0, 60.0, 70.0}}), TableFormat::text).empty());

  // More seeds and stages than the matrix has.
  const auto more = cells_of("Sketch250", {{64.34, 64.58, 64.18, 99.0}, {1.0, 2.0, 3.0, 4.0}});
  CHECK(table_2(matrix, more, TableFormat::text) == table_2(matrix, fix, TableFormat::text));
}

TEST_CASE("there may be any number of stages") {
  const auto lines_of = [](const std::vector<double>& accuracies) {
    Matrix matrix = matrix_of({"birds"}, 1);
    matrix.source.accuracies.assign(accuracies.size(), 0.5);
    return split(table_2(matrix, cells_of("birds", {accuracies}), TableFormat::text));
  };
  CHECK(lines_of({50.0})[0] == "fix       Stage1");
  CHECK(lines_of({50.0, 61.0})[2] == "birds      50.00   11.00   61.00");
  const auto four = lines_of({50.0, 60.0, 64.0, 65.0});
  CHECK(four[0] ==
        "fix       Stage1  Gain12  Stage2  Gain23  Stage3  Gain34  Stage4  Gain23/Gain12  "
        "Gain34/Gain23");
  // A source without gains has no ratios.
  CHECK(four[1] ==
        "ImageNet   50.00    0.00   50.00    0.00   50.00    0.00   50.00              –  "
        "            –");
  CHECK(four[2] ==
        "birds      50.00   10.00   60.00    4.00   64.00    1.00   65.00           0.40  "
        "         0.25");
}
