#include "model/residual_network.hpp"

#include "model/network.hpp"
#include "model/state_dict.hpp"
#include "temporary_folder.hpp"
#include "tensors.hpp"

#include <cstdint>
#include <map>
#include <stdexcept>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <torch/nn/modules/conv.h>

using namespace trainer;

namespace {

std::int64_t parameters_of(std::int64_t depth, std::int64_t classes) {
  return number_of_parameters(*residual_network({.depth = depth, .classes = classes}));
}

}  // namespace

TEST_CASE(
    "there are as many parameters as in torchvision's documentation, and the size of the state is "
    "computed without a network") {
  const std::map<std::int64_t, std::int64_t> documented = {
      {18, 11'689'512}, {34, 21'797'672}, {50, 25'557'032}, {101, 44'549'160}, {152, 60'192'808}};
  for (const auto& [depth, parameters] : documented) {
    CAPTURE(depth);
    const ResidualNetworkShape shape = {.depth = depth, .classes = 1000};
    const auto network = residual_network(shape);
    CHECK(number_of_parameters(*network) == parameters);
    double numbers = 0.0;
    for (const auto& [name, tensor] : state_dict(*network))
      numbers += static_cast<double>(tensor.numel());
    CHECK(state_size(shape) == numbers);
  }
  CHECK_THROWS_AS((void)state_size(ResidualNetworkShape{.depth = 20}), std::invalid_argument);
}

TEST_CASE("each class adds a row of the linear layer and a bias") {
  CHECK(parameters_of(18, 11) - parameters_of(18, 10) == 512 + 1);
  CHECK(parameters_of(50, 11) - parameters_of(50, 10) == 2048 + 1);
  for (const std::int64_t depth : {18, 34, 50, 101, 152}) {
    CAPTURE(depth);
    const auto size = [&](std::int64_t classes) {
      return state_size(ResidualNetworkShape{.depth = depth, .classes = classes});
    };
    CHECK(size(1000) - size(1) == 999 * ((depth < 50 ? 512 : 2048) + 1));
  }
}

TEST_CASE("the 3x3 convolution of a bottleneck has the stride") {
  const auto network = residual_network({.depth = 50, .classes = 2});
  std::int64_t strided = 0;
  for (const auto& item : network->named_modules()) {
    const auto* layer = item.value()->as<torch::nn::Conv2d>();
    if (layer == nullptr || layer->options.stride()->at(0) == 1) continue;
    CAPTURE(item.key());
    ++strided;
    CHECK((item.key() == "conv1" || item.key().ends_with(".0.conv2") ||
           item.key().ends_with(".0.downsample.0")));
  }
  CHECK(strided == 1 + 3 + 3);
}

TEST_CASE("photographs of any size are accepted") {
  for (const std::int64_t depth : {18, 50}) {
    const auto network = residual_network({.depth = depth, .classes = 7});
    for (const std::int64_t side : {32, 33, 65}) {
      CAPTURE(depth);
      CAPTURE(side);
      const at::Tensor logits = network->forward(at::randn({2, 3, side, side + 1}));
      CHECK(logits.sizes() == at::IntArrayRef{2, 7});
      CHECK(logits.isfinite().all().item<bool>());
    }
  }
}

TEST_CASE("every parameter gets a gradient") {
  for (const std::int64_t depth : {18, 50}) {
    const auto network = residual_network({.depth = depth, .classes = 3});
    network->forward(at::randn({4, 3, 64, 64})).logsumexp(1).sum().backward();
    for (const auto& item : network->named_parameters()) {
      CAPTURE(depth);
      CAPTURE(item.key());
      REQUIRE(item.value().grad().defined());
      CHECK(item.value().grad().abs().max().item<double>() > 0.0);
    }
  }
}

TEST_CASE("the seed decides a residual network's initial weights") {
  const auto weight = [](std::uint64_t seed) {
    at::manual_seed(seed);
    return residual_network({.depth = 18, .classes = 2})->parameters().front();
  };
  CHECK(weight(1).equal(weight(1)));
  CHECK(!weight(1).equal(weight(2)));
}

TEST_CASE("a residual network's shape out of range is refused") {
  CHECK(error_of([] { (void)residual_network({.depth = 20}); }) ==
        "residual_network: depth must be 18, 34, 50, 101 or 152, got 20");
  CHECK(error_of([] { (void)residual_network({.classes = 0}); }) ==
        "residual_network: classes must be at least 1, got 0");
}
