#pragma once

#include <cstdint>
#include <memory>

namespace trainer {

class FeatureNetwork;

/// The size of a WideResNet, WRN-depth-widen.
struct WideResNetShape {
  std::int64_t depth = 28;  ///< layers with weights, 6n + 4 for n blocks per group, in 10 … 10000
  std::int64_t widen = 1;   ///< factor on the groups' 16, 32 and 64 channels, in 1 … 1000
  std::int64_t classes = 10;  ///< >= 1
};

/// The range of WideResNetShape::depth.
[[nodiscard]] constexpr bool is_wide_resnet_depth(std::int64_t depth) {
  return depth >= 10 && depth <= 10000 && depth % 6 == 4;
}

/// The range of WideResNetShape::widen.
[[nodiscard]] constexpr bool is_wide_resnet_width(std::int64_t widen) {
  return widen >= 1 && widen <= 1000;
}

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
