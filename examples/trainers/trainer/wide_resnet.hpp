#pragma once

#include <cstdint>
#include <memory>

namespace trainer {

class FeatureNetwork;

/// The shape of a WideResNet, WRN-depth-widen.
struct WideResNetShape {
  std::int64_t depth = 28;    ///< layers with weights, 6n + 4 for n >= 1 blocks a group
  std::int64_t widen = 1;     ///< factor on the groups' 16, 32 and 64 channels, >= 1
  std::int64_t classes = 10;  ///< >= 1
};

/// A pre-activation WideResNet for small images (Zagoruyko and Komodakis, 2016), without dropout:
/// a 3x3 convolution, three groups of n residual blocks at full, half and quarter resolution,
/// global average pooling, a linear layer. WRN-28-1 has 0.37 M parameters.
///
/// Convolutions start from He's normal distribution over their outputs, drawn from LibTorch's
/// default generator: call torch::manual_seed before. Takes images of any size.
/// Throws std::invalid_argument for a shape out of range.
[[nodiscard]] std::shared_ptr<FeatureNetwork> wide_resnet(const WideResNetShape& shape);

/// How many numbers the parameters and buffers of such a network are: known without one, so that a
/// file can be refused that claims a larger network than it holds. Throws as wide_resnet() does.
[[nodiscard]] double state_size(const WideResNetShape& shape);

}  // namespace trainer
