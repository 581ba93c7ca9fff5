#include "support/near.hpp"

#include <limits>

#include <doctest/doctest.h>

#include <autodecay/statistics/normal_cdf.hpp>

using autodecay::statistics::normal_cdf;

namespace {

const double infinity = std::numeric_limits<double>::infinity();

}  // namespace

// Reference values: mpmath 1.2.1, ncdf and betainc with 40 digits.
TEST_CASE("the normal CDF agrees with reference values") {
  struct Known {
    double z, p;
  };
  for (const Known& known : {Known{-8, 6.2209605742717841e-16},
                             {-1.5, 0.066807201268858066},
                             {-0.025, 0.49002748180476196},
                             {0, 0.5},
                             {0.0250689082587111, 0.51},
                             {2.5, 0.99379033467422386},
                             {9, 1.0},
                             {infinity, 1.0},
                             {-infinity, 0.0}}) {
    CAPTURE(known.z);
    CHECK(test::near(normal_cdf(known.z), known.p, 1e-14));
  }
}
