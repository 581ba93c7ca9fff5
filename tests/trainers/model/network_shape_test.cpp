#include "model/network_shape.hpp"

#include "model/network.hpp"
#include "model/state_dict.hpp"

#include <string>
#include <string_view>
#include <variant>

#include <doctest/doctest.h>

using namespace trainer;

TEST_CASE("a network has the shape that its name gives") {
  for (const std::string name : {"resnet18", "resnet34", "resnet50", "resnet101", "resnet152",
                                 "wrn-10-1", "wrn-28-10", "wrn-10000-1000"}) {
    CAPTURE(name);
    const auto shape = shape_named(name, 7);
    REQUIRE(shape);
    CHECK(name_of(*shape) == name);
  }
  CHECK(std::get<ResidualNetworkShape>(*shape_named("resnet34", 7)).depth == 34);
  const auto wide = std::get<WideResNetShape>(*shape_named("wrn-16-4", 7));
  CHECK(wide.depth == 16);
  CHECK(wide.widen == 4);
  CHECK(wide.classes == 7);
}

TEST_CASE("what is not the name of a network has no shape") {
  for (const std::string name :
       {"", "resnet", "resnet20", "resnet018", "resnet18 ", " resnet18", "ResNet18", "wrn-28",
        "wrn-28-", "wrn-27-1", "wrn-4-1", "wrn-10-0", "wrn-10-1x", "wrn-+10-1", "wrn-010-1",
        "wrn-10006-1", "wrn-10-1001", "wrn-99999999999999999999-1", "wide_resnet"}) {
    CAPTURE(name);
    CHECK(!shape_named(name, 10));
  }
  CHECK(!shape_named(std::string_view("resnet18\0", 9), 10));
}

TEST_CASE("a network is built from either kind of shape, and for other classes") {
  for (const std::string name : {"resnet18", "wrn-10-2"}) {
    CAPTURE(name);
    const NetworkShape shape = with_classes(*shape_named(name, 2), 5);
    const auto network = new_network(shape);
    double numbers = 0.0;
    for (const auto& [key, tensor] : state_dict(*network))
      numbers += static_cast<double>(tensor.numel());
    CHECK(state_size(shape) == numbers);
    CHECK(network->named_parameters()["fc.bias"].numel() == 5);
  }
}
