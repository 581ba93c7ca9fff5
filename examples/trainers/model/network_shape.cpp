#include "model/network_shape.hpp"

#include "model/network.hpp"
#include "support/text.hpp"

#include <cstdio>

namespace trainer {

std::string name_of(const NetworkShape& shape) {
  using support::to_text;
  if (const auto* wide = std::get_if<WideResNetShape>(&shape))
    return "wrn-" + to_text(wide->depth) + '-' + to_text(wide->widen);
  return "resnet" + to_text(std::get<ResidualNetworkShape>(shape).depth);
}

std::optional<NetworkShape> shape_named(std::string_view name, std::int64_t classes) {
  const std::string text(name);
  long long depth = 0;
  long long widen = 0;
  std::optional<NetworkShape> shape;
  if (std::sscanf(text.c_str(), "resnet%3lld", &depth) == 1 && is_residual_network_depth(depth))
    shape = ResidualNetworkShape{.depth = depth, .classes = classes};
  else if (std::sscanf(text.c_str(), "wrn-%5lld-%4lld", &depth, &widen) == 2 &&
           is_wide_resnet_depth(depth) && is_wide_resnet_width(widen))
    shape = WideResNetShape{.depth = depth, .widen = widen, .classes = classes};
  // sscanf also reads "wrn-+10-01x".
  if (shape && name_of(*shape) != name) shape.reset();
  return shape;
}

NetworkShape with_classes(NetworkShape shape, std::int64_t classes) {
  std::visit([&](auto& any) { any.classes = classes; }, shape);
  return shape;
}

std::shared_ptr<FeatureNetwork> new_network(const NetworkShape& shape) {
  if (const auto* wide = std::get_if<WideResNetShape>(&shape)) return wide_resnet(*wide);
  return residual_network(std::get<ResidualNetworkShape>(shape));
}

double state_size(const NetworkShape& shape) {
  return std::visit([](const auto& any) { return state_size(any); }, shape);
}

}  // namespace trainer
