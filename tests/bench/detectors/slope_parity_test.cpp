// detection::Slope compared with statopt's SLOPE. The rows are the output of slope.py with statopt
// 0.2.

#include "detection/detectors/slope.hpp"
#include "parity/peer_losses.hpp"

#include <vector>

#include <doctest/doctest.h>

using detection::Slope;

namespace {

/// {significance, window, leak, interval, warmup},
/// {count, seed, length, noise, offset}, the observations that decay.
struct SlopeRow {
  Slope::Options options;
  test::Trainings trainings;
  std::vector<int> decays;
};

const std::vector<SlopeRow> slope_rows{
    {{0.05, 1000, 8, 100, 100}, {32000, 1, 16000, 300}, {8100, 18300, 26400}},
    {{0.05, 1000, 8, 100, 100}, {32000, 2, 16000, 3000, -9000}, {8100, 17300, 25400}},
    {{0.05, 1000, 8, 100, 100}, {32000, 3, 16000, 0}, {8100, 18100, 26200}},
    {{0.05, 50, 8, 10, 100}, {1600, 1, 800, 300}, {410, 990, 1400}},
    {{0.05, 50, 8, 10, 100}, {1600, 2, 800, 3000, -9000}, {420, 920, 1330}},
    {{0.05, 50, 8, 10, 100}, {1600, 3, 800, 0}, {700}},
    {{0.2, 20, 4, 7, 0}, {400, 1, 150, 300}, {126}},
    {{0.2, 20, 4, 7, 0}, {400, 2, 150, 3000, -9000}, {105, 210, 294, 392}},
    {{0.2, 20, 4, 7, 0}, {400, 3, 150, 0}, {147, 287}},
    {{0.01, 10, 2, 1, 60}, {300, 1, 100, 300}, {}},
    {{0.01, 10, 2, 1, 60},
     {300, 2, 100, 3000, -9000},
     {61, 82, 103, 124, 145, 166, 187, 208, 229, 250, 271, 292}},
    {{0.01, 10, 2, 1, 60}, {300, 3, 100, 0}, {}},
    {{0.1, 30, 3, 25, 0}, {600, 1, 200, 300}, {125}},
    {{0.1, 30, 3, 25, 0}, {600, 2, 200, 3000, -9000}, {125, 325, 450, 550}},
    {{0.1, 30, 3, 25, 0}, {600, 3, 200, 0}, {150}},
};

}  // namespace

TEST_CASE("Slope decays at the same observations as statopt") {
  for (const SlopeRow& row : slope_rows) {
    CAPTURE(&row - slope_rows.data());
    CHECK(test::decays(Slope(row.options), test::losses_of(row.trainings)) == row.decays);
  }
}
