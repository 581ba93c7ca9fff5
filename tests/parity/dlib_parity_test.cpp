// compat::DlibPlateau beside dlib's own functions, called as dnn_trainer calls them.

#include "parity/peer_losses.hpp"

#include <cmath>
#include <cstddef>
#include <deque>
#include <vector>

#include <dlib/statistics/running_gradient.h>
#include <doctest/doctest.h>

#include <autodecay/compat/dlib_plateau.hpp>
#include <autodecay/statistics/normal_cdf.hpp>
#include <autodecay/statistics/sliding_line_fit.hpp>

using autodecay::compat::DlibPlateau;

namespace {

/// The bookkeeping of dnn_trainer around them (dlib 19.24, dnn/trainer.h).
std::vector<int> decays_of_dlib(const std::vector<double>& losses, std::size_t window,
                                double probability = 0.51, double discard = 0.1) {
  std::deque<double> recent;
  std::size_t budget = 0;
  std::vector<int> positions;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    budget += 200;
    recent.push_back(losses[i]);
    if (recent.size() > window) recent.pop_front();
    if (budget <= window) continue;
    budget = 0;
    if (dlib::count_steps_without_decrease(recent, probability) < window) continue;
    if (dlib::count_steps_without_decrease_robust(recent, probability, discard) < window) continue;
    positions.push_back(static_cast<int>(i) + 1);
    for (std::size_t dropped = 0; dropped < 400 + window / 10 && !recent.empty(); ++dropped)
      recent.pop_front();
  }
  return positions;
}

}  // namespace

TEST_CASE("Dlib decays where dlib does") {
  struct Run {
    std::size_t window, count;
    std::int64_t length;
  };
  std::size_t decays = 0;
  for (const Run run : {Run{5, 300, 60},
                        {20, 600, 150},
                        {50, 1000, 300},
                        {199, 3000, 900},
                        {200, 3000, 900},
                        {1000, 8000, 4000},
                        {2000, 9000, 5000}})
    for (const std::uint64_t seed : {1U, 2U, 3U})
      for (const std::int64_t noise : {200, 3000})
        for (const std::int64_t offset : {0, -5000}) {
          CAPTURE(run.window);
          CAPTURE(seed);
          CAPTURE(noise);
          CAPTURE(offset);
          const auto losses = test::losses_of({run.count, seed, run.length, noise, offset});
          const auto expected = decays_of_dlib(losses, run.window);
          const DlibPlateau criterion{{.window = static_cast<std::int64_t>(run.window)}};
          CHECK(test::decays(criterion, losses) == expected);
          decays += expected.size();
        }
  CHECK(decays > 800);
}

TEST_CASE("Dlib decays where dlib does with other probabilities and shares left out") {
  std::size_t decays = 0;
  for (const double probability : {0.51, 0.6, 0.9})
    for (const double discard : {0.0, 0.1, 0.3, 0.75})
      for (const std::uint64_t seed : {1U, 2U}) {
        CAPTURE(probability);
        CAPTURE(discard);
        const auto losses = test::losses_of({1500, seed, 400, 800});
        const auto expected = decays_of_dlib(losses, 60, probability, discard);
        const DlibPlateau criterion{{.window = 60, .probability = probability, .discard = discard}};
        CHECK(test::decays(criterion, losses) == expected);
        decays += expected.size();
      }
  CHECK(decays > 100);
}

TEST_CASE("Dlib decays where dlib does on losses of few different values") {
  // Many equal the value of the rank, and come in and go out together with it.
  for (const std::int64_t levels : {2, 3, 10, 11}) {
    const auto losses = test::sequence(3000, [lcg = test::Lcg(7), levels](std::int64_t) mutable {
      return 1024 * (1 + lcg.next() % levels);
    });
    CAPTURE(levels);
    CHECK(test::decays(DlibPlateau{{.window = 40}}, losses) == decays_of_dlib(losses, 40));
  }
}

TEST_CASE("the probabilities agree with dlib's") {
  const auto losses = test::losses_of({1000, 4, 300, 400});
  autodecay::statistics::SlidingLineFit sliding(50);
  for (std::size_t i = 0; i < losses.size(); ++i) {
    sliding.update(losses[i]);
    dlib::running_gradient backwards;
    for (std::size_t j = 0; j < 50 && j <= i; ++j) backwards.add(losses[i - j]);
    if (backwards.current_n() < 3) continue;
    CAPTURE(i);
    // dlib's prior of 1e-6 is in the seventh digit.
    CHECK(std::abs(autodecay::statistics::normal_cdf(-sliding.fit().t()) -
                   backwards.probability_gradient_greater_than(0)) < 2e-5);
  }
}
