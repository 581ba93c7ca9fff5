#include "detection/families.hpp"

#include "detection/grid.hpp"

#include <cstdint>
#include <iterator>
#include <utility>

#include <autodecay/autodecay.hpp>
#include <autodecay/stability/expected_fall.hpp>
#include <autodecay/stability/remaining_fall.hpp>

namespace detection {
namespace {

using autodecay::ExponentialMovingAverage;

/// The smoothed losses lie close together over a window.
Family paper() {
  const auto make = [](double beta, std::int64_t window, double tolerance) -> Setting {
    return {text_of("beta ", beta, ", window ", window, ", tolerance ", tolerance),
            detector(ExponentialMovingAverage(beta),
                     autodecay::RelativeRange({.window = window, .tolerance = tolerance}))};
  };
  const autodecay::AutoDecayOptions standard;
  return family_of("paper", make(standard.beta, standard.window, standard.tolerance), make,
                   Numbers{0.0, 0.3, 0.5, 0.7, 0.8, 0.9}, Counts{3, 5, 7, 10, 15, 20},
                   Numbers{0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15});
}

/// No improvement on the best of the smoothed losses for some time.
Family patience() {
  const auto make = [](double beta, std::int64_t patience, double relative) -> Setting {
    return {text_of("beta ", beta, ", patience ", patience, ", relative ", relative),
            detector(ExponentialMovingAverage(beta),
                     autodecay::NoImprovement({.patience = patience, .relative = relative}))};
  };
  const autodecay::ReduceOnPlateauOptions standard;
  return family_of("patience", make(0.0, standard.patience, standard.relative), make,
                   Numbers{0.0, 0.5, 0.8}, Counts{1, 2, 3, 5, 7, 10, 12, 15, 18, 22},
                   Numbers{0.0, 1e-4, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1});
}

/// The fall to come is small beside the fall so far.
Family remaining_fall() {
  const auto make = [](double share, double tolerance) {
    return raw(text_of("share ", share, ", tolerance ", tolerance),
               autodecay::RemainingFall({.share = share, .tolerance = tolerance}));
  };
  const autodecay::RemainingFall::Options standard;
  return family_of(
      "RemainingFall", make(standard.share, standard.tolerance), make,
      Numbers{0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.85, 1.0,
              1.3},
      Numbers{0.0, 0.001, 0.003, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5});
}

/// A fall worth waiting for is refuted with a confidence.
Family expected_fall() {
  const auto make = [](double tolerance, std::int64_t horizon, double alpha) {
    return raw(
        text_of("tolerance ", tolerance, ", horizon ", horizon, ", alpha ", alpha),
        autodecay::ExpectedFall({.tolerance = tolerance, .horizon = horizon, .alpha = alpha}));
  };
  const autodecay::ExpectedFall::Options standard;
  return family_of("ExpectedFall", make(standard.tolerance, standard.horizon, standard.alpha), make,
                   Numbers{0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5},
                   Counts{5, 10, 20, 30, 50, 100}, Numbers{0.01, 0.05, 0.1, 0.2, 0.5});
}

}  // namespace

std::vector<Family> own_families() {
  return {paper(), patience(), remaining_fall(), expected_fall()};
}

std::vector<Family> all_families() {
  std::vector<Family> families = own_families();
  std::vector<Family> peers = peer_families();
  std::move(peers.begin(), peers.end(), std::back_inserter(families));
  return families;
}

}  // namespace detection
