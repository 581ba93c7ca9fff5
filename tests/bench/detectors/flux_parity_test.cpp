// detection::Flux compared with an emulation of Flux' rule. The rows are the output of flux.py.

#include "detection/detectors/flux.hpp"
#include "parity/peer_losses.hpp"

#include <vector>

#include <doctest/doctest.h>

using detection::Flux;

namespace {

/// {patience, absolute},
/// {count, seed, length, noise, offset}, the observations that decay.
struct FluxRow {
  Flux::Options options;
  test::Trainings trainings;
  std::vector<int> decays;
};

const std::vector<FluxRow> flux_rows{
    {{3, 1e-06}, {70, 1, 50, 100}, {}},
    {{3, 1e-06}, {70, 2, 50, 40, -9000}, {}},
    {{3, 1e-06}, {70, 3, 65, 0}, {}},
    {{3, 1e-06}, {70, 4, 40, 200}, {}},
    {{3, 0.03125}, {70, 1, 50, 100}, {}},
    {{3, 0.03125}, {70, 2, 50, 40, -9000}, {}},
    {{3, 0.03125}, {70, 3, 65, 0}, {53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65}},
    {{3, 0.03125}, {70, 4, 40, 200}, {}},
    {{1, 0.0078125}, {70, 1, 50, 100}, {38, 50, 66, 70}},
    {{1, 0.0078125}, {70, 2, 50, 40, -9000}, {}},
    {{1, 0.0078125}, {70, 3, 65, 0}, {}},
    {{1, 0.0078125}, {70, 4, 40, 200}, {23, 60}},
    {{10, 0.125}, {70, 1, 50, 100}, {38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50}},
    {{10, 0.125}, {70, 2, 50, 40, -9000}, {28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41,
                                           42, 43, 44, 45, 46, 47, 48, 49, 50, 67, 68, 69, 70}},
    {{10, 0.125}, {70, 3, 65, 0}, {27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
                                   40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52,
                                   53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65}},
    {{10, 0.125}, {70, 4, 40, 200}, {}},
    {{5, 0.0625}, {70, 1, 50, 100}, {}},
    {{5, 0.0625}, {70, 2, 50, 40, -9000}, {45, 46, 47, 48, 49, 50}},
    {{5, 0.0625}, {70, 3, 65, 0}, {35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50,
                                   51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65}},
    {{5, 0.0625}, {70, 4, 40, 200}, {69}},
};

}  // namespace

TEST_CASE("Flux decays at the same observations as the package") {
  for (const FluxRow& row : flux_rows) {
    CAPTURE(&row - flux_rows.data());
    CHECK(test::decays(Flux(row.options), test::losses_of(row.trainings)) == row.decays);
  }
}
