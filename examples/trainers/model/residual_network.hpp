#pragma once

#include <cstdint>
#include <memory>

namespace trainer {

class FeatureNetwork;

/// The size of a ResNet.
struct ResidualNetworkShape {
  std::int64_t depth = 50;      ///< layers with weights: 18, 34, 50, 101 or 152
  std::int64_t classes = 1000;  ///< >= 1
};

/// The range of ResidualNetworkShape::depth.
[[nodiscard]] bool is_residual_network_depth(std::int64_t depth);

/// A residual network for photographs (He, Zhang, Ren and Sun, 2016): a 7x7 convolution and a max
/// pool, each of stride 2; four stages of blocks at 1/4, 1/8, 1/16 and 1/32 of the resolution, each
/// block two 3x3 convolutions (18 and 34 layers) or a bottleneck (50 and more); global average
/// pooling and a linear layer. The 3x3 convolution of a bottleneck has the stride, which is known
/// as v1.5. ResNet-50 has 25.6 M parameters and takes 4.1 G multiply-adds per image of 224 x 224.
///
/// Parameters and buffers have the names, shapes and order of torchvision's models and, after the
/// same torch::manual_seed, the same initial values on the CPU: He's normal distribution by fan-out
/// for convolutions, 1 and 0 for batch norms, PyTorch's default for the linear layer.
///
/// Accepts images of any size; below 32 x 32 the last stages see only padding around one pixel.
/// Throws std::invalid_argument for a shape out of range.
[[nodiscard]] std::shared_ptr<FeatureNetwork> residual_network(const ResidualNetworkShape& shape);

/// The total number of elements in the parameters and buffers of such a network. It does not build
/// the network, so a file that claims a larger network than it holds can be rejected. Throws as
/// residual_network() does.
[[nodiscard]] double state_size(const ResidualNetworkShape& shape);

}  // namespace trainer
