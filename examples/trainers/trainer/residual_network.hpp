#pragma once

#include <cstdint>
#include <memory>

namespace trainer {

class FeatureNetwork;

/// The shape of a ResNet.
struct ResidualNetworkShape {
  std::int64_t depth = 50;      ///< layers with weights: 18, 34, 50, 101 or 152
  std::int64_t classes = 1000;  ///< >= 1
};

/// A residual network for photographs (He, Zhang, Ren and Sun, 2016): a 7x7 convolution and a max
/// pool, each of stride 2; four stages of blocks at 1/4, 1/8, 1/16 and 1/32 of the resolution,
/// made of two 3x3 convolutions (18 and 34 layers) or of a bottleneck (50 and more); global average
/// pooling, a linear layer. In a bottleneck the 3x3 convolution has the stride, which is known as
/// v1.5. ResNet-50 has 25.6 M parameters and takes 4.1 G multiplications and additions for an image
/// of 224 x 224.
///
/// Parameters and buffers have the names, shapes and order of torchvision's models, and after the
/// same torch::manual_seed the same initial values on the CPU: He's normal distribution over their
/// outputs for convolutions, 1 and 0 for batch norms, PyTorch's default for the linear layer.
///
/// Takes images of any size; below 32 x 32 the last stages see nothing but padding around a pixel.
/// Throws std::invalid_argument for a shape out of range.
[[nodiscard]] std::shared_ptr<FeatureNetwork> residual_network(const ResidualNetworkShape& shape);

/// How many numbers the parameters and buffers of such a network are: known without one, so that a
/// file can be refused that claims a larger network than it holds. Throws as residual_network() does.
[[nodiscard]] double state_size(const ResidualNetworkShape& shape);

}  // namespace trainer
