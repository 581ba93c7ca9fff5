#pragma once

#include "parity/answers.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include <doctest/doctest.h>

/// The checks that the packages share. `our_rates(run)` gives the rates of autodecay in a run.
namespace test {

/// The runs in which autodecay decides like the package.
[[nodiscard]] inline std::vector<Answers> same_runs(const std::string& package) {
  std::vector<Answers> runs = answers_of(package);
  std::erase_if(runs, [](const Answers& run) { return !run.same; });
  return runs;
}

/// Checks that the rates are those of the package, and returns the number of decays.
template <typename OurRates>
std::size_t check_rates(const std::vector<Answers>& runs, OurRates our_rates) {
  std::size_t total = 0;
  for (const Answers& run : runs) {
    CAPTURE(run.name);
    CAPTURE(run.options_text);
    CHECK(our_rates(run) == run.rates);
    total += decays(run.rates).size();
  }
  return total;
}

/// An improvement of 2^-25 is none in single precision, so that the package decays where autodecay
/// does not.
template <typename OurRates>
void check_single_precision(const std::string& package, OurRates our_rates) {
  std::size_t differing = 0;
  for (const Answers& run : answers_of(package)) {
    if (run.same || run.name != "single precision") continue;
    ++differing;
    CHECK(run.losses == std::vector<double>{1, 1 - 0x1p-25, 1 - 0x1p-24, 0.5});
    CHECK(decays(run.rates) == std::vector<int>{2});
    CHECK(decays(our_rates(run)).empty());
  }
  CHECK(differing == 1);
}

/// The bound for a best of -8 is -8 · (1 - 1/8) = -7 in the package and -9 in autodecay.
template <typename OurRates>
void check_negative_best(const std::string& package, OurRates our_rates) {
  const Answers run = answers_of(package, "negative, relative margin");
  REQUIRE_FALSE(run.same);
  CHECK(run.losses == std::vector<double>{-8, -7.5, -7, -6.75, -8.5, -9, -9.5, -9.25});
  CHECK(decays(run.rates).empty());
  CHECK(decays(our_rates(run)) == std::vector<int>{2, 3, 4, 5, 6, 8});
}

/// A run with a loss that is not finite, and the decays of the package; autodecay has none.
struct NonFinite {
  std::string name;
  std::vector<int> decays;
};

template <typename OurRates>
void check_nonfinite(const std::string& package, OurRates our_rates,
                     const std::vector<NonFinite>& cases) {
  for (const NonFinite& expected : cases) {
    CAPTURE(expected.name);
    const Answers run = answers_of(package, expected.name);
    REQUIRE_FALSE(run.same);
    CHECK(decays(run.rates) == expected.decays);
    CHECK(decays(our_rates(run)).empty());
  }
}

}  // namespace test
