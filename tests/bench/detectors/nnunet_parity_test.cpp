// detection::NnUnet compared with the parts of nnU-Net's rule. The rows are the output of nnunet.py
// with PyTorch 2.11.0.

#include "detection/detectors/nnunet.hpp"
#include "parity/peer_losses.hpp"

#include <vector>

#include <doctest/doctest.h>

using detection::NnUnet;

namespace {

/// {beta, patience, absolute},
/// {count, seed, length, noise, offset}, the observations that decay.
struct NnUnetRow {
  NnUnet::Options options;
  test::Trainings trainings;
  std::vector<int> decays;
};

const std::vector<NnUnetRow> nnunet_rows{
    {{0.93, 30, 0.001}, {400, 1, 100, 100}, {}},
    {{0.93, 30, 0.001}, {400, 2, 100, 1000, -9000}, {}},
    {{0.93, 30, 0.001}, {400, 3, 80, 0}, {}},
    {{0.93, 5, 0.001}, {400, 1, 100, 100}, {}},
    {{0.93, 5, 0.001}, {400, 2, 100, 1000, -9000}, {195, 239, 301, 307, 344, 362, 391, 397}},
    {{0.93, 5, 0.001}, {400, 3, 80, 0}, {151, 157, 288}},
    {{0.5, 3, 0.01}, {400, 1, 100, 100}, {126, 162, 181, 188, 193, 266, 270, 276, 280, 288, 296,
                                          300, 329, 347, 360, 367, 372, 376, 380, 390, 394, 398}},
    {{0.5, 3, 0.01},
     {400, 2, 100, 1000, -9000},
     {48,  52,  62,  70,  74,  87,  91,  101, 120, 131, 137, 152, 156, 160, 164,
      168, 177, 185, 193, 197, 205, 215, 235, 239, 243, 247, 253, 257, 263, 267,
      271, 275, 279, 283, 287, 291, 295, 299, 303, 307, 314, 322, 330, 335, 339,
      343, 347, 354, 358, 362, 366, 372, 376, 380, 388, 392, 396, 400}},
    {{0.5, 3, 0.01}, {400, 3, 80, 0}, {149, 156, 286, 310, 315, 320, 367, 372, 378, 385, 393, 397}},
    {{0.0, 10, 0.1},
     {400, 1, 100, 100},
     {90, 175, 187, 200, 249, 261, 279, 290, 301, 334, 351, 362, 373, 392}},
    {{0.0, 10, 0.1},
     {400, 2, 100, 1000, -9000},
     {65, 77, 143, 165, 180, 191, 227, 244, 255, 270, 281, 292, 303, 335, 346, 361, 377, 388, 399}},
    {{0.0, 10, 0.1}, {400, 3, 80, 0}, {155, 213, 226, 273, 285, 307, 318, 347, 367, 378, 389, 400}},
    {{0.99, 0, 0.0005}, {100, 1, 100, 100}, {}},
    {{0.99, 0, 0.0005}, {100, 2, 100, 1000, -9000}, {}},
    {{0.99, 0, 0.0005}, {100, 3, 80, 0}, {}},
};

}  // namespace

TEST_CASE("NnUnet decays at the same observations as nnU-Net") {
  for (const NnUnetRow& row : nnunet_rows) {
    CAPTURE(&row - nnunet_rows.data());
    CHECK(test::decays(NnUnet(row.options), test::losses_of(row.trainings)) == row.decays);
  }
}
