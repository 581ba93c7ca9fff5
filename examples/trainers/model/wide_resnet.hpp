#pragma once

#include <cstdint>
#include <memory>

namespace trainer {

class FeatureNetwork;

/// The size of a WideResNet, WRN-depth-widen.
struct WideResNetShape {
  std::int64_t depth = 28;    ///< layers with weights, 6n + 4 for n >= 1 blocks per group
  std::int64_t widen = 1;     ///< factor on the groups' 16, 32 and 64 channels, >= 1
  std::int64_t classes = 10;  ///< >= 1
};

/// A pre-activation WideResNet for small images (Zagoruyko and Komodakis, 2016), without dropout:
/// a 3x3 convolution, three groups of n residual blocks at full, half and quarter resolution,
/// global average pooling, a linear layer. WRN-28-1 has 0.37 M parameters.
///
/// Convolutions are initialised from He's normal distribution by fan-out, drawn from LibTorch's
/// default generator: call torch::manual_seed first. Accepts images of any size. Throws
/// std::invalid_argument for a shape out of range.
[[nodiscard]] std::shared_ptr<FeatureNetwork> wide_resnet(const WideResNetShape& shape);

/// The total number of elements in the parameters and buffers of such a network. It does not build
/// the network, so a file that claims a larger network than it holds can be rejected. Throws as
/// wide_resnet() does.
[[nodiscard]] double state_size(const WideResNetShape& shape);

}  // namespace trainer
