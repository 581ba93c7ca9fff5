#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace transfer {

/// The Gaussian that fits the features of some images best.
struct Gaussian {
  at::Tensor mean;        ///< double, F, on the CPU
  at::Tensor covariance;  ///< double, F x F, of the sample: divided by N - 1
};

/// Fits one to features, floating point, N x F with N at least 2. Throws std::invalid_argument for other
/// shapes and types, and for features that are not all finite.
[[nodiscard]] Gaussian fit_gaussian(const at::Tensor& features);

/// The Fréchet distance, also called the 2-Wasserstein distance, of two Gaussians, squared:
///
///   |m1 - m2|² + tr(C1 + C2 - 2 (C1 C2)^(1/2))
///
/// with means m and covariances C, as the Fréchet Inception Distance has it for the features of another
/// network (Heusel et al., GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash
/// Equilibrium, 2017). 0 for equal Gaussians, never negative, symmetric, and the same in every
/// orthonormal basis. It is in the features' unit squared, so that distances compare only for features
/// of the same network and layer.
///
/// The trace of the root is the sum of the roots of the eigenvalues of C1^(1/2) C2 C1^(1/2), which is
/// symmetric; covariances may lack rank, as those of fewer images than features do. In double; about
/// 1e-8 of the largest variance is lost for each feature. Time: two eigendecompositions of F x F.
///
/// Fitted to few images it is too large, by an amount that falls about as 1/N and depends on the
/// features: two halves of one data set are not at 0. So compare targets with the same number of images
/// of each, and give the distance between two parts of the source itself, its training and its test
/// images, as a yardstick: a target no farther than that is not told from the source.
///
/// Throws std::invalid_argument if the two differ in F.
[[nodiscard]] double frechet_distance(const Gaussian& a, const Gaussian& b);

}  // namespace transfer
