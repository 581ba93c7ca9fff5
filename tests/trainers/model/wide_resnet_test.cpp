#include "model/wide_resnet.hpp"

#include "model/network.hpp"
#include "model/state_dict.hpp"
#include "temporary_folder.hpp"
#include "tensors.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <doctest/doctest.h>

using trainer::state_dict;
using trainer::state_size;
using trainer::wide_resnet;
using trainer::WideResNetShape;

namespace {

std::int64_t wide_parameters(std::int64_t depth, std::int64_t widen) {
  return number_of_parameters(*wide_resnet({depth, widen, 10}));
}

}  // namespace

TEST_CASE("the number of parameters is that of the WideResNet paper's tables") {
  // Exact counts by hand; the paper has 0.6 M, 2.2 M and 11.0 M.
  CHECK(wide_parameters(40, 1) == 563'930);
  CHECK(wide_parameters(40, 2) == 2'243'546);
  CHECK(wide_parameters(16, 8) == 10'961'370);
}

TEST_CASE("WRN-28-1 is the network of the paper's section 3") {
  CHECK(wide_parameters(28, 1) == 369'498);
}

TEST_CASE("images of any size are accepted") {
  const auto network = wide_resnet({.depth = 10, .widen = 2, .classes = 7});
  for (const std::int64_t side : {4, 8, 32, 33}) {
    CAPTURE(side);
    CHECK(network->forward(at::ones({2, 3, side, side + 1})).sizes() == at::IntArrayRef{2, 7});
  }
}

TEST_CASE("the resolution is halved twice") {
  const auto network = wide_resnet({.depth = 10, .widen = 1, .classes = 2});
  std::int64_t strided = 0;
  for (const auto& item : network->named_buffers())
    if (item.key().find("bn1.running_mean") != std::string::npos) ++strided;
  CHECK(strided == 3);  // one block in each of three groups
}

TEST_CASE("a convolution is initialised from He's distribution by fan-out") {
  at::manual_seed(1);
  const auto network = wide_resnet({.depth = 10, .widen = 4, .classes = 10});
  for (const auto& item : network->named_parameters()) {
    if (item.value().dim() != 4) continue;
    CAPTURE(item.key());
    const at::Tensor& weight = item.value();
    const auto fan_out = static_cast<double>(weight.size(0) * weight.size(2) * weight.size(3));
    const double expected = std::sqrt(2.0 / fan_out);
    // Eight standard errors of a deviation estimated from this many numbers.
    const double error = 8.0 * expected / std::sqrt(2.0 * static_cast<double>(weight.numel()));
    CHECK(std::abs(weight.std().item<double>() - expected) < error);
  }
}

TEST_CASE("the seed decides the initial weights") {
  const auto weight = [](std::uint64_t seed) {
    at::manual_seed(seed);
    return wide_resnet({.depth = 10})->parameters().front();
  };
  CHECK(weight(1).equal(weight(1)));
  CHECK(!weight(1).equal(weight(2)));
}

TEST_CASE("a shape out of range is refused") {
  CHECK(error_of([] { (void)wide_resnet({.depth = 4}); }) ==
        "wide_resnet: depth must be 6n + 4 in 10 … 10000, got 4");
  CHECK(error_of([] { (void)wide_resnet({.depth = 27}); }) ==
        "wide_resnet: depth must be 6n + 4 in 10 … 10000, got 27");
  CHECK(error_of([] { (void)state_size(WideResNetShape{.depth = 10006}); }) ==
        "wide_resnet: depth must be 6n + 4 in 10 … 10000, got 10006");
  CHECK(error_of([] { (void)wide_resnet({.widen = 0}); }) ==
        "wide_resnet: widen must be in 1 … 1000, got 0");
  CHECK(error_of([] { (void)wide_resnet({.widen = 1001}); }) ==
        "wide_resnet: widen must be in 1 … 1000, got 1001");
  CHECK(error_of([] { (void)wide_resnet({.classes = 0}); }) ==
        "wide_resnet: classes must be at least 1, got 0");
}

TEST_CASE("the size of the state is computed without a network") {
  for (const WideResNetShape& shape :
       std::vector<WideResNetShape>{{.depth = 10, .widen = 1, .classes = 3},
                                    {.depth = 28, .widen = 1, .classes = 10},
                                    {.depth = 16, .widen = 3, .classes = 1},
                                    {.depth = 40, .widen = 2, .classes = 100}}) {
    CAPTURE(shape.depth);
    double numbers = 0.0;
    for (const auto& [name, tensor] : state_dict(*wide_resnet(shape)))
      numbers += static_cast<double>(tensor.numel());
    CHECK(state_size(shape) == numbers);
  }
  CHECK_THROWS_AS((void)state_size(WideResNetShape{.depth = 12}), std::invalid_argument);
}
