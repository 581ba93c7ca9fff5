// detection::Tensorpack compared with an emulation of tensorpack's rule. The rows are the output of
// tensorpack.py.

#include "detection/detectors/tensorpack.hpp"
#include "parity/peer_losses.hpp"

#include <vector>

#include <doctest/doctest.h>

using detection::Tensorpack;

namespace {

/// {window, absolute},
/// {count, seed, length, noise, offset}, the observations that decay.
struct TensorpackRow {
  Tensorpack::Options options;
  test::Trainings trainings;
  std::vector<int> decays;
};

const std::vector<TensorpackRow> tensorpack_rows{
    {{5, 0.0}, {200, 1, 60, 100}, {162}},
    {{5, 0.0}, {200, 2, 60, 400, -9000}, {48, 104, 118, 136, 158, 167, 173, 193}},
    {{5, 0.0}, {200, 3, 60, 0}, {}},
    {{5, 0.0},
     {200, 4, 50, 2000},
     {23, 35, 46, 66, 78, 92, 98, 115, 121, 135, 140, 146, 156, 169, 175, 182, 196}},
    {{2, 0.0}, {60, 1, 60, 100}, {27, 40, 44, 46, 50, 57, 60}},
    {{2, 0.0},
     {60, 2, 60, 400, -9000},
     {15, 17, 19, 22, 25, 29, 31, 33, 35, 37, 39, 41, 45, 49, 52, 55, 58, 60}},
    {{2, 0.0}, {60, 3, 60, 0}, {}},
    {{2, 0.0}, {60, 4, 50, 2000}, {2,  4,  7,  10, 12, 14, 20, 23, 25, 27,
                                   29, 32, 35, 39, 43, 45, 47, 55, 57, 60}},
    {{10, 0.0625}, {200, 1, 60, 100}, {163, 176}},
    {{10, 0.0625}, {200, 2, 60, 400, -9000}, {106, 178}},
    {{10, 0.0625}, {200, 3, 60, 0}, {178}},
    {{10, 0.0625}, {200, 4, 50, 2000}, {37, 81, 140, 151, 174, 187}},
    {{30, 0.25}, {200, 1, 60, 100}, {}},
    {{30, 0.25}, {200, 2, 60, 400, -9000}, {}},
    {{30, 0.25}, {200, 3, 60, 0}, {}},
    {{30, 0.25}, {200, 4, 50, 2000}, {}},
    {{3, 0.5},
     {60, 1, 60, 100},
     {10, 13, 16, 19, 22, 25, 28, 31, 34, 37, 40, 43, 46, 49, 52, 55, 58}},
    {{3, 0.5},
     {60, 2, 60, 400, -9000},
     {6, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45, 48, 51, 54, 57, 60}},
    {{3, 0.5},
     {60, 3, 60, 0},
     {9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45, 48, 51, 54, 57, 60}},
    {{3, 0.5}, {60, 4, 50, 2000}, {5, 8, 11, 15, 18, 21, 24, 30, 33, 36, 40, 44, 48, 55, 60}},
};

}  // namespace

TEST_CASE("Tensorpack decays at the same observations as tensorpack") {
  for (const TensorpackRow& row : tensorpack_rows) {
    CAPTURE(&row - tensorpack_rows.data());
    CHECK(test::decays(Tensorpack(row.options), test::losses_of(row.trainings)) == row.decays);
  }
}
