#include "transfer/distance.hpp"

#include "support/near.hpp"
#include "temporary_folder.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <tuple>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <doctest/doctest.h>

using namespace transfer;
using test::near;

namespace {

at::Tensor normal(std::int64_t rows, std::int64_t columns, std::uint64_t seed) {
  return at::randn({rows, columns}, at::detail::createCPUGenerator(seed), at::kDouble);
}

double distance(const at::Tensor& a, const at::Tensor& b) {
  return frechet_distance(fit_gaussian(a), fit_gaussian(b));
}

Gaussian gaussian(const at::Tensor& mean, const at::Tensor& covariance) {
  return {mean.to(at::kDouble), covariance.to(at::kDouble)};
}

/// tr((C1 C2)^(1/2)) of two samples, computed in another way: from the singular values of the
/// product of the centred samples, which is N1 x N2.
double overlap_by_singular_values(const at::Tensor& a, const at::Tensor& b) {
  const at::Tensor product = (a - a.mean(0)).mm((b - b.mean(0)).t());
  const double scale =
      std::sqrt((static_cast<double>(a.size(0)) - 1.0) * (static_cast<double>(b.size(0)) - 1.0));
  return at::linalg_svdvals(product).sum().item<double>() / scale;
}

double distance_by_singular_values(const at::Tensor& a, const at::Tensor& b) {
  return (a.mean(0) - b.mean(0)).square().sum().item<double>() + a.var(0).sum().item<double>() +
         b.var(0).sum().item<double>() - 2.0 * overlap_by_singular_values(a, b);
}

}  // namespace

TEST_CASE("a fitted Gaussian has the sample's mean and covariance") {
  const Gaussian fit = fit_gaussian(at::tensor({1.0F, 2.0F, 3.0F, 6.0F}).reshape({2, 2}));
  CHECK(at::equal(fit.mean, at::tensor({2.0, 4.0}, at::kDouble)));
  CHECK(at::equal(fit.covariance, at::tensor({2.0, 4.0, 4.0, 8.0}, at::kDouble).reshape({2, 2})));
}

TEST_CASE("in one dimension, it is the sum of the squared differences of means and deviations") {
  const auto one = [](double mean, double deviation) {
    return gaussian(at::tensor({mean}), at::tensor({deviation * deviation}).reshape({1, 1}));
  };
  CHECK(near(frechet_distance(one(1.0, 2.0), one(4.0, 0.5)), 9.0 + 2.25, 1e-6));
  CHECK(near(frechet_distance(one(1.0, 2.0), one(1.0, 0.0)), 4.0, 1e-6));
  CHECK(frechet_distance(one(1.0, 0.0), one(1.0, 0.0)) == 0.0);
}

TEST_CASE("for diagonal covariances, it is the sum over the dimensions") {
  const auto of = [](const at::Tensor& mean, const at::Tensor& deviations) {
    return gaussian(mean, deviations.square().diag());
  };
  const Gaussian a =
      of(at::tensor({0.0, 1.0, 2.0}, at::kDouble), at::tensor({1.0, 2.0, 0.0}, at::kDouble));
  const Gaussian b =
      of(at::tensor({0.0, 3.0, 2.0}, at::kDouble), at::tensor({1.5, 0.0, 3.0}, at::kDouble));
  CHECK(near(frechet_distance(a, b), 4.0 + 0.25 + 4.0 + 9.0, 1e-7));
}

TEST_CASE("covariances that do not commute have the known distance") {
  // C1 = diag(4, 1) and C2 = [[2, 1], [1, 2]]: the trace of the root of a 2 x 2 matrix is the root
  // of its trace plus twice the root of its determinant, here of 10 + 2 sqrt(12).
  const Gaussian a = gaussian(at::zeros({2}), at::tensor({4.0, 0.0, 0.0, 1.0}).reshape({2, 2}));
  const Gaussian b = gaussian(at::zeros({2}), at::tensor({2.0, 1.0, 1.0, 2.0}).reshape({2, 2}));
  CHECK(near(frechet_distance(a, b), 9.0 - 2.0 * std::sqrt(10.0 + 2.0 * std::sqrt(12.0)), 1e-12));
}

TEST_CASE("equal sets have distance 0, shifted sets the square of the shift") {
  const at::Tensor a = normal(300, 20, 1);
  CHECK(distance(a, a) < 1e-6);
  CHECK(near(distance(a, a + 0.5), 20 * 0.25, 1e-6));
  CHECK(near(distance(a, 3.0 * a), distance(3.0 * a, a), 1e-9));
}

TEST_CASE("it is symmetric, and the same in every orthonormal basis") {
  const at::Tensor a = normal(200, 12, 1).mm(normal(12, 12, 2)) + 1.0;
  const at::Tensor b = normal(150, 12, 3).mm(normal(12, 12, 4));
  const double there = distance(a, b);
  CHECK(there > 1.0);
  CHECK(near(distance(b, a), there, 1e-9));
  const at::Tensor basis = std::get<0>(at::linalg_qr(normal(12, 12, 5)));
  CHECK(near(distance(a.mm(basis), b.mm(basis)), there, 1e-9));
  CHECK(near(there, distance_by_singular_values(a, b), 1e-9));
}

TEST_CASE("fewer images than features and constant features are harmless") {
  const at::Tensor a = normal(10, 40, 1) + 0.3;
  const at::Tensor b = 2.0 * normal(15, 40, 2);
  CHECK(near(distance(a, b), distance_by_singular_values(a, b), 1e-6));
  CHECK(distance(a, a) < 1e-5);
  const at::Tensor padded_a = at::cat({a, at::full({10, 5}, 7.0, at::kDouble)}, 1);
  const at::Tensor padded_b = at::cat({b, at::full({15, 5}, 7.0, at::kDouble)}, 1);
  CHECK(near(distance(padded_a, padded_b), distance(a, b), 1e-6));
  const at::Tensor constant = at::full({4, 3}, 2.0, at::kFloat);
  CHECK(distance(constant, constant + 1.0) == 3.0);
}

TEST_CASE("few images make it too large, fewer images more so") {
  const at::Tensor all = normal(4000, 16, 1);
  const double of_100 = distance(all.slice(0, 0, 100), all.slice(0, 2000, 2100));
  const double of_2000 = distance(all.slice(0, 0, 2000), all.slice(0, 2000, 4000));
  CHECK(of_2000 > 0.0);
  CHECK(of_100 > 5.0 * of_2000);
}

TEST_CASE("invalid features are refused") {
  const auto error = [](const at::Tensor& features) {
    return error_of([&] { (void)fit_gaussian(features); });
  };
  CHECK(error(at::zeros({1, 3})) ==
        "features must be floating point, N x F with N >= 2, got [1, 3] of float");
  CHECK(error(at::zeros({4})) ==
        "features must be floating point, N x F with N >= 2, got [4] of float");
  CHECK(error(at::zeros({4, 0})).ends_with("got [4, 0] of float"));
  CHECK(error(at::zeros({4, 2}, at::kLong)).ends_with("got [4, 2] of long int"));
  at::Tensor infinite = at::zeros({4, 2});
  infinite[1][1] = std::numeric_limits<float>::infinity();
  CHECK(error(infinite) == "features must be finite, but not all of them are");
  CHECK(error_of([] {
          (void)frechet_distance(fit_gaussian(normal(4, 2, 1)), fit_gaussian(normal(4, 3, 1)));
        }) == "the Gaussians must have equally many features, got 2 and 3");
}
