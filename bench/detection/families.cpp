#include "detection/families.hpp"

#include "detection/grid.hpp"

#include <cstdint>
#include <iterator>
#include <utility>

#include <autodecay/presets.hpp>
#include <autodecay/stability/improvement_test.hpp>
#include <autodecay/stability/remaining_improvement.hpp>

namespace detection {
namespace {

/// Fires if the smoothed losses are close together over a window.
Family paper() {
  const auto make = [](double beta, std::int64_t window, double tolerance) {
    return setting_of("ema(", beta, ") | range(", window, ", ", tolerance, ")");
  };
  const autodecay::AutoDecay::Options standard;
  return family_of("paper", make(standard.beta, standard.window, standard.tolerance), make,
                   Numbers{0.0, 0.3, 0.5, 0.7, 0.8, 0.9}, Counts{3, 5, 7, 10, 15, 20},
                   Numbers{0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15});
}

/// Fires if the smoothed losses have not improved on their best for some time.
Family patience() {
  const auto make = [](double beta, std::int64_t patience, double relative) {
    return setting_of("ema(", beta, ") | patience(", patience, ", ", relative, ")");
  };
  const autodecay::ReduceOnPlateau::Options standard;
  return family_of("patience", make(0.0, standard.patience, standard.relative_margin), make,
                   Numbers{0.0, 0.5, 0.8}, Counts{1, 2, 3, 5, 7, 10, 12, 15, 18, 22},
                   Numbers{0.0, 1e-4, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1});
}

/// Fires if the remaining improvement is small compared with the improvement so far.
Family remaining_improvement() {
  const auto make = [](double share, double tolerance) {
    return setting_of("remaining_improvement(", share, ", ", tolerance, ")");
  };
  const autodecay::RemainingImprovement::Options standard;
  return family_of(
      "RemainingImprovement", make(standard.share, standard.tolerance), make,
      Numbers{0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.85, 1.0,
              1.3},
      Numbers{0.0, 0.001, 0.003, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5});
}

/// Fires if a test rules out a further improvement above the tolerance.
Family improvement_test() {
  const auto make = [](double tolerance, std::int64_t lookahead, double significance) {
    return setting_of("improvement_test(", tolerance, ", ", lookahead, ", ", significance, ")");
  };
  const autodecay::ImprovementTest::Options standard;
  return family_of("ImprovementTest",
                   make(standard.tolerance, standard.lookahead, standard.significance), make,
                   Numbers{0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5},
                   Counts{5, 10, 20, 30, 50, 100}, Numbers{0.01, 0.05, 0.1, 0.2, 0.5});
}

}  // namespace

std::vector<Family> own_families() {
  return {paper(), patience(), remaining_improvement(), improvement_test()};
}

std::vector<Family> unplanned_families() {
  std::vector<Family> families = own_families();
  std::vector<Family> peers = peer_families();
  std::move(peers.begin(), peers.end(), std::back_inserter(families));
  return families;
}

}  // namespace detection
