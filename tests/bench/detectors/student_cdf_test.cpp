#include "detection/detectors/student_cdf.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include <autodecay/statistics/normal_cdf.hpp>

using autodecay::statistics::normal_cdf;
using detection::student_cdf;

namespace {

const double infinity = std::numeric_limits<double>::infinity();

}  // namespace

// Reference values: mpmath 1.2.1, betainc with 40 digits.
TEST_CASE("the CDF of Student's distribution agrees with reference values") {
  struct Known {
    double t, freedom, p;
  };
  // Both sides of |t| = √3, where the method changes, with few and many degrees of freedom.
  for (const Known& known : {Known{-1.5, 1, 0.18716704181099882},
                             {-40, 1, 0.0079560899120258133},
                             {-0.3, 2, 0.39624283042008881},
                             {-2.0, 3, 0.069662984279421588},
                             {-0.001, 4, 0.49962500007812498},
                             {-1.9, 5, 0.057931652050664092},
                             {5, 7, 0.99921736102341359},
                             {0.7, 10, 0.75005621491355782},
                             {-1.73, 30, 0.046953739674321603},
                             {-1.74, 30, 0.046055022653226125},
                             {-12, 40, 3.9120856521279863e-15},
                             {1e-9, 100, 0.50000000039794619},
                             {-6, 300, 2.8382195461795768e-9},
                             {-1.6464, 998, 0.049998135127991867},
                             {-0.025, 1998, 0.49002873005894977},
                             {-3.1, 62500, 0.00096803306206689302}}) {
    CAPTURE(known.t);
    CAPTURE(known.freedom);
    CHECK(std::abs(student_cdf(known.t, known.freedom) - known.p) < 1e-13);
  }
}

TEST_CASE("the CDF of Student's distribution agrees with its closed forms") {
  for (int i = -400; i <= 400; ++i) {
    const double t = i / 16.0;
    CAPTURE(t);
    // One degree of freedom: Cauchy. Two: ½ + t / (2 √(2 + t²)).
    CHECK(std::abs(student_cdf(t, 1) - (0.5 + std::atan(t) / std::acos(-1.0))) < 1e-13);
    CHECK(std::abs(student_cdf(t, 2) - (0.5 + 0.5 * t / std::sqrt(2.0 + t * t))) < 1e-13);
  }
}

TEST_CASE("Student's distribution is symmetric, monotonic and asymptotically normal") {
  for (const double freedom : {1.0, 2.5, 7.0, 40.0, 1000.0, 1e6}) {
    CHECK(student_cdf(0.0, freedom) == 0.5);
    CHECK(student_cdf(-infinity, freedom) == 0.0);
    CHECK(student_cdf(infinity, freedom) == 1.0);
    CHECK(std::isnan(student_cdf(std::nan(""), freedom)));
    double previous = 0.0;
    for (double t = -9.0; t <= 9.0; t += 1.0 / 64) {
      const double p = student_cdf(t, freedom);
      CAPTURE(freedom);
      CAPTURE(t);
      CHECK(p >= previous);
      CHECK(std::abs(p + student_cdf(-t, freedom) - 1.0) < 1e-15);
      if (freedom == 1e6) CHECK(std::abs(p - normal_cdf(t)) < 1e-6);
      previous = p;
    }
  }
}
