#include "detection/detectors/cntk.hpp"
#include "detection/detectors/flux.hpp"
#include "detection/detectors/nnunet.hpp"
#include "detection/detectors/slope.hpp"
#include "detection/detectors/tensorpack.hpp"
#include "detection/families.hpp"
#include "detection/grid.hpp"
#include "support/registry.hpp"

namespace detection {
namespace {

/// Relative or absolute margins of improvement.
const Numbers margins = {0.0, 1e-4, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15};

Family pytorch() {
  const auto make = [](std::int64_t patience, double relative) {
    return setting_of("pytorch_plateau(", patience, ", ", relative, ")");
  };
  return family_of("PyTorch", make(10, 1e-4), make, counts(0, 23), margins);
}

Family keras() {
  const auto make = [](std::int64_t patience, double absolute) {
    return setting_of("keras_plateau(", patience, ", ", absolute, ")");
  };
  return family_of("Keras", make(10, 1e-4), make, counts(1, 24), margins);
}

Family optax() {
  const auto make = [](std::int64_t patience, double relative, std::int64_t interval) {
    return setting_of("optax_plateau(", patience, ", ", relative, ", interval=", interval, ")");
  };
  return family_of("optax", make(10, 1e-4, 1), make, Counts{1, 2, 3, 4, 5, 7, 10, 15}, margins,
                   Counts{1, 2, 5});
}

Family nnunet() {
  const auto make = [](double beta, std::int64_t patience, double absolute) {
    return setting_of("nnunet(", beta, ", ", patience, ", ", absolute, ")");
  };
  return family_of("nnU-Net", make(0.93, 30, 1e-3), make, Numbers{0.5, 0.7, 0.85, 0.93},
                   Counts{1, 3, 5, 10, 15, 20, 30}, margins);
}

Family cntk() {
  const auto make = [](std::int64_t interval, double relative) {
    return setting_of("cntk(", interval, ", ", relative, ")");
  };
  return family_of("CNTK", make(1, 0.0), make, counts(1, 24), margins);
}

Family tensorpack() {
  const auto make = [](std::int64_t window, double absolute) {
    return setting_of("tensorpack(", window, ", ", absolute, ")");
  };
  return family_of("tensorpack", make(5, 0.0), make, counts(2, 25), margins);
}

Family flux() {
  const auto make = [](std::int64_t patience, double absolute) {
    return setting_of("flux(", patience, ", ", absolute, ")");
  };
  return family_of("Flux", make(3, 1e-6), make, counts(1, 20), margins);
}

Family dlib() {
  const auto make = [](std::int64_t window, double probability, double discard) {
    return setting_of("dlib_plateau(", window, ", ", probability, ", ", discard, ")");
  };
  return family_of("dlib", make(20, 0.51, 0.1), make,
                   Counts{5, 6, 8, 10, 12, 15, 18, 20, 25, 30, 35, 40, 50, 60},
                   Numbers{0.51, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.999999},
                   Numbers{0.0, 0.1});
}

/// Tested at every observation. The capacity, which bounds its memory, exceeds the length of any
/// stage that is counted in epochs.
Family slope() {
  const auto make = [](std::int64_t window, std::int64_t leak, double significance) {
    return setting_of("slope(", significance, ", ", window, ", ", leak, ", 1, 1, 2048)");
  };
  return family_of("SLOPE", make(10, 8, 0.05), make, Counts{3, 5, 7, 10, 15, 20},
                   Counts{1, 2, 3, 4, 6, 8}, Numbers{1e-6, 1e-4, 0.001, 0.01, 0.05, 0.1, 0.2, 0.3});
}

}  // namespace

const autodecay::runtime::Registry& registry_of_detectors() {
  static const autodecay::runtime::Registry registry =
      autodecay::runtime::Registry(support::registry())
          .add<NnUnet>({"nnunet", "NnUnet", "the rule of nnU-Net", "latest"})
          .add<Cntk>({"cntk", "Cntk", "the rule of CNTK", "latest"})
          .add<Tensorpack>({"tensorpack", "Tensorpack", "the rule of tensorpack", "latest"})
          .add<Flux>({"flux", "Flux", "the rule of Flux", "latest"})
          .add<Slope>({"slope", "Slope", "the SLOPE test of statopt", "latest"});
  return registry;
}

std::vector<Family> peer_families() {
  return {pytorch(), keras(), optax(), nnunet(), dlib(), slope(), tensorpack(), cntk(), flux()};
}

}  // namespace detection
