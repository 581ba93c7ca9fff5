#include <cstdint>

#include <doctest/doctest.h>

#include <autodecay/peers.hpp>

namespace {

/// The observation at which a criterion finds a constant to be a plateau.
template <typename Peer>
std::int64_t first_plateau_of_a_constant() {
  Peer peer;
  std::int64_t observation = 1;
  while (!peer.update(1.5)) ++observation;
  return observation;
}

}  // namespace

TEST_CASE("each peer's defaults say after how many equal losses it decays") {
  using namespace autodecay::peers;
  CHECK(first_plateau_of_a_constant<PyTorch>() == 12);  // the best, ten that it bears, one more
  CHECK(first_plateau_of_a_constant<Keras>() == 11);
  CHECK(first_plateau_of_a_constant<Optax>() == 11);
  CHECK(first_plateau_of_a_constant<NnUnet>() == 32);
  CHECK(first_plateau_of_a_constant<Cntk>() == 2);
  CHECK(first_plateau_of_a_constant<Tensorpack>() == 5);
  CHECK(first_plateau_of_a_constant<Flux>() == 4);
  CHECK(first_plateau_of_a_constant<Dlib>() == 2002);  // the first of every 11th with a full window
  CHECK(first_plateau_of_a_constant<Slope>() ==
        8100);  // of every 100th, an eighth of which exceeds 1000
}
