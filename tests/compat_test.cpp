#include <cstdint>

#include <doctest/doctest.h>

#include <autodecay/compat.hpp>

namespace {

/// The observation at which a criterion is stable on a constant.
template <typename Criterion>
std::int64_t first_plateau_of_a_constant() {
  Criterion criterion;
  std::int64_t observation = 1;
  while (!criterion.update(1.5)) ++observation;
  return observation;
}

}  // namespace

TEST_CASE("with its defaults, each rule decays after the framework's number of equal losses") {
  using namespace autodecay::compat;
  // The best, ten tolerated losses, and one more.
  CHECK(first_plateau_of_a_constant<PyTorchPlateau>() == 12);
  CHECK(first_plateau_of_a_constant<KerasPlateau>() == 11);
  CHECK(first_plateau_of_a_constant<OptaxPlateau>() == 11);
  // The first multiple of 11 with a full window.
  CHECK(first_plateau_of_a_constant<DlibPlateau>() == 2002);
}
