#include "transfer/distance.hpp"

#include "support/text.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

#include <ATen/ATen.h>

namespace transfer {
namespace {

/// A matrix R of full rank with R transposed(R) = covariance, F x rank.
at::Tensor root_of(const at::Tensor& covariance) {
  const auto [values, vectors] = at::linalg_eigh(covariance);
  // In directions without variance, the decomposition leaves rounding errors of either sign.
  const double least = static_cast<double>(values.numel()) *
                       std::numeric_limits<double>::epsilon() * values.abs().max().item<double>();
  const at::Tensor kept = (values > least).nonzero().flatten();
  return vectors.index_select(1, kept) * values.index_select(0, kept).sqrt();
}

}  // namespace

Gaussian fit_gaussian(const at::Tensor& features) {
  if (features.dim() != 2 || features.size(0) < 2 || features.size(1) < 1 ||
      !features.is_floating_point())
    throw std::invalid_argument("features must be floating point, N x F with N >= 2, got " +
                                support::printed(features.sizes()) + " of " +
                                support::printed(features.dtype()));
  const at::Tensor values = features.detach().to(at::kCPU, at::kDouble);
  if (!values.isfinite().all().item<bool>())
    throw std::invalid_argument("features must be finite, but not all of them are");
  const at::Tensor mean = values.mean(0);
  const at::Tensor centred = values - mean;
  return {mean, centred.t().mm(centred) / (static_cast<double>(features.size(0)) - 1.0)};
}

double frechet_distance(const Gaussian& a, const Gaussian& b) {
  const std::int64_t size = a.mean.numel();
  if (b.mean.numel() != size)
    throw std::invalid_argument("the Gaussians must have equally many features, got " +
                                support::to_text(size) + " and " +
                                support::to_text(b.mean.numel()));
  // R^T C2 R has the nonzero eigenvalues of C1^(1/2) C2 C1^(1/2), without its null space.
  const at::Tensor root = root_of(a.covariance);
  const at::Tensor product = root.t().mm(b.covariance).mm(root);
  const at::Tensor values = at::linalg_eigvalsh(product);
  const double overlap = values.clamp_min(0.0).sqrt().sum().item<double>();
  const double distance = (a.mean - b.mean).square().sum().item<double>() +
                          a.covariance.trace().item<double>() +
                          b.covariance.trace().item<double>() - 2.0 * overlap;
  return std::max(distance, 0.0);  // only rounding makes it negative
}

}  // namespace transfer
