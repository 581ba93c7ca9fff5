#pragma once

#include "model/residual_network.hpp"
#include "model/wide_resnet.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace trainer {

class FeatureNetwork;

/// The shape of any network that the programs train.
using NetworkShape = std::variant<ResidualNetworkShape, WideResNetShape>;

/// The names of shapes, for help and error messages.
inline constexpr const char* network_names =
    "resnet18, resnet34, resnet50, resnet101, resnet152 or wrn-<depth>-<widen>, with a depth of 6n "
    "+ 4";

/// The name of a shape without the number of its classes: "resnet50", "wrn-28-10".
[[nodiscard]] std::string name_of(const NetworkShape& shape);

/// The shape with a name, or nothing if no network has it. A WideResNet has a depth of 6n + 4 in
/// 10 … 10,000 and a widening factor in 1 … 1,000.
[[nodiscard]] std::optional<NetworkShape> shape_named(std::string_view name, std::int64_t classes);

/// The same network for other classes.
[[nodiscard]] NetworkShape with_classes(NetworkShape shape, std::int64_t classes);

/// See residual_network() and wide_resnet().
[[nodiscard]] std::shared_ptr<FeatureNetwork> new_network(const NetworkShape& shape);

/// The total number of elements in the parameters and buffers, computed without building the
/// network. Throws std::invalid_argument for a shape out of range.
[[nodiscard]] double state_size(const NetworkShape& shape);

}  // namespace trainer
