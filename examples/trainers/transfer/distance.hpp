#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace transfer {

/// The Gaussian fitted to the features of some images.
struct Gaussian {
  at::Tensor mean;        ///< double, F, on the CPU
  at::Tensor covariance;  ///< double, F x F, sample covariance, divided by N - 1
};

/// Fits a Gaussian to floating-point features, N x F with N at least 2. Throws
/// std::invalid_argument for other shapes and types, and for non-finite features.
[[nodiscard]] Gaussian fit_gaussian(const at::Tensor& features);

/// The squared Fréchet distance, also called 2-Wasserstein distance, of two Gaussians:
///
///   |m1 - m2|² + tr(C1 + C2 - 2 (C1 C2)^(1/2))
///
/// with means m and covariances C. The Fréchet Inception Distance uses it for the features of
/// another network (Heusel et al., GANs Trained by a Two Time-Scale Update Rule Converge to a Local
/// Nash Equilibrium, 2017). It is 0 for equal Gaussians, never negative, symmetric, and the same in
/// every orthonormal basis. Its unit is the features' unit squared, so distances are only
/// comparable for features of the same network and layer.
///
/// The trace of the root is the sum of the roots of the eigenvalues of C1^(1/2) C2 C1^(1/2), which
/// is symmetric. Covariances may be rank-deficient, as with fewer images than features. Computed in
/// double with an error of about 1e-8 of the largest variance per feature. Time: two
/// eigendecompositions of F x F.
///
/// The estimate from few images is too large, by an amount that decreases about as 1/N and depends
/// on the features: two halves of one data set do not have distance 0. So compare targets with
/// equally many images each, and use the distance between the source's training and test images as
/// a yardstick: a target at no greater distance cannot be distinguished from the source.
///
/// Throws std::invalid_argument if the two differ in F.
[[nodiscard]] double frechet_distance(const Gaussian& a, const Gaussian& b);

}  // namespace transfer
