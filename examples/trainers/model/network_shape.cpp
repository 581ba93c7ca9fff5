#include "model/network_shape.hpp"

#include "model/network.hpp"
#include "support/text.hpp"

#include <cstdio>

namespace trainer {
namespace {

/// A function of several parameter lists, for std::visit().
template <typename... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};

bool is_residual_depth(std::int64_t depth) {
  return depth == 18 || depth == 34 || depth == 50 || depth == 101 || depth == 152;
}

}  // namespace

std::string name_of(const NetworkShape& shape) {
  using support::to_text;
  return std::visit(Overloaded{[](const ResidualNetworkShape& residual) {
                                 return "resnet" + to_text(residual.depth);
                               },
                               [](const WideResNetShape& wide) {
                                 return "wrn-" + to_text(wide.depth) + '-' + to_text(wide.widen);
                               }},
                    shape);
}

std::optional<NetworkShape> shape_named(std::string_view name, std::int64_t classes) {
  const std::string text(name);
  long long depth = 0;
  long long widen = 0;
  std::optional<NetworkShape> shape;
  if (std::sscanf(text.c_str(), "resnet%3lld", &depth) == 1 && is_residual_depth(depth))
    shape = ResidualNetworkShape{.depth = depth, .classes = classes};
  else if (std::sscanf(text.c_str(), "wrn-%5lld-%4lld", &depth, &widen) == 2 && depth >= 10 &&
           depth <= 10000 && depth % 6 == 4 && widen >= 1 && widen <= 1000)
    shape = WideResNetShape{.depth = depth, .widen = widen, .classes = classes};
  // "wrn-+10-01x" was read as well.
  if (shape && name_of(*shape) != name) shape.reset();
  return shape;
}

NetworkShape with_classes(NetworkShape shape, std::int64_t classes) {
  std::visit([&](auto& any) { any.classes = classes; }, shape);
  return shape;
}

std::shared_ptr<FeatureNetwork> new_network(const NetworkShape& shape) {
  return std::visit(
      Overloaded{[](const ResidualNetworkShape& residual) { return residual_network(residual); },
                 [](const WideResNetShape& wide) { return wide_resnet(wide); }},
      shape);
}

double state_size(const NetworkShape& shape) {
  return std::visit([](const auto& any) { return state_size(any); }, shape);
}

}  // namespace trainer
