#include "model/weight_average.hpp"

#include "engine/engine.hpp"
#include "engine/platform.hpp"
#include "model/network.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/optim/sgd.h>

using trainer::WeightAverage;

namespace {

/// One weight, and a batch norm of the images without weights.
class Normalisation final : public trainer::Network {
 public:
  Normalisation()
      : normalisation(register_module(
            "bn", torch::nn::BatchNorm2d(torch::nn::BatchNorm2dOptions(3).affine(false)))),
        weight(register_parameter("weight", at::zeros({1}))) {}

  at::Tensor forward(at::Tensor images) override {
    return weight * normalisation->forward(images).mean({2, 3});
  }

  void set(double value) {
    const at::NoGradGuard no_gradients;
    weight.fill_(value);
  }

  torch::nn::BatchNorm2d normalisation;
  at::Tensor weight;
};

/// The means of a share over the first epochs of a stage.
std::vector<double> means(double share, const std::vector<double>& weights) {
  Normalisation network;
  WeightAverage average(network, share);
  std::vector<double> result;
  for (std::size_t t = 1; t <= weights.size(); ++t) {
    network.set(weights[t - 1]);
    average.set(average.after(network, static_cast<std::int64_t>(t)));
    result.push_back(average.tensors().front().second.item<double>());
  }
  return result;
}

}  // namespace

TEST_CASE("with a share of 1 the epochs of a stage count alike, otherwise late ones count more") {
  CHECK(means(1.0, {1, 2, 3}) == std::vector<double>{1, 1.5, 2});
  // γ = 2, so the weights of the new epochs are 1, 3/4 and 3/5.
  CHECK(means(0.5, {1, 2, 3}) == std::vector<double>{1, 1.75, 2.5});
}

TEST_CASE("the averaged weights are as old as the mean over the last share of the epochs") {
  std::vector<double> epochs;
  for (int t = 1; t <= 1000; ++t) epochs.push_back(t);
  for (const double share : {0.1, 0.2, 0.5, 1.0}) {
    CAPTURE(share);
    CHECK(std::abs(1000.0 - means(share, epochs).back() - share * 500.0) < 1.0);
  }
}

TEST_CASE("a stage begins its average anew, and asking for a mean changes nothing") {
  Normalisation network;
  WeightAverage average(network, 0.5);
  CHECK(average.tensors().front().first == "weight");
  network.set(5.0);
  average.set(average.after(network, 1));
  network.set(9.0);
  CHECK(average.after(network, 2).front().item<double>() == 8.0);
  CHECK(average.after(network, 1).front().item<double>() == 9.0);
  CHECK(average.tensors().front().second.item<double>() == 5.0);
}

TEST_CASE("a guard gives a network other weights for a while") {
  Normalisation network;
  network.set(2.0);
  const at::Tensor before = network.normalisation->running_mean.clone();
  {
    const trainer::WeightGuard guard(network, {at::full({1}, 7.0)});
    CHECK(network.weight.item<double>() == 7.0);
    network.normalisation->running_mean.fill_(3.0);
  }
  CHECK(network.weight.item<double>() == 2.0);
  CHECK(network.normalisation->running_mean.equal(before));
}

TEST_CASE("renewed batch-norm statistics are those of the training images, whatever they were") {
  const auto images = [](std::int64_t count) {
    return trainer::ImageSet{at::arange(count * 3 * 8 * 8)
                                 .mul(37)
                                 .remainder(251)
                                 .to(at::kByte)
                                 .reshape({count, 3, 8, 8}),
                             at::arange(count).remainder(3)};
  };
  const auto network = std::make_shared<Normalisation>();
  torch::optim::SGD optimizer(network->parameters(), torch::optim::SGDOptions(0.1));
  trainer::Engine engine(trainer::platform_of(at::kCPU), network, optimizer,
                         {images(20), images(4), {"a", "b", "c"}}, {.augment = true});
  network->normalisation->running_mean.fill_(3.0);
  CHECK(engine.renew_statistics([] { return true; }));
  // The engine normalises the training images, so their mean is 0 and their variance 1, with the
  // correction of 1,280 values per channel for the running variance.
  CHECK(network->normalisation->running_mean.abs().max().item<double>() < 1e-5);
  const at::Tensor variance = network->normalisation->running_var - 1280.0 / 1279.0;
  CHECK(variance.abs().max().item<double>() < 1e-5);
  CHECK(network->normalisation->options.momentum().value() == 0.1);
  CHECK(!engine.renew_statistics([] { return false; }));
}

TEST_CASE("renewed batch-norm statistics do not depend on the order in which images are stored") {
  // One plain image per label, black or light grey.
  const auto check_renewed = [](const at::Tensor& labels) {
    const at::Tensor levels = labels.mul(200).to(at::kByte).reshape({-1, 1, 1, 1});
    const trainer::ImageSet set = {levels.expand({labels.size(0), 3, 8, 8}).contiguous(), labels};
    const auto network = std::make_shared<Normalisation>();
    torch::optim::SGD optimizer(network->parameters(), torch::optim::SGDOptions(0.1));
    trainer::Engine engine(trainer::platform_of(at::kCPU), network, optimizer,
                           {set, set, {"black", "grey"}}, {});
    CHECK(engine.renew_statistics([] { return true; }));
    // Of all images as the engine normalises them: 0 and 1, except for how evenly batches are mixed.
    CHECK(network->normalisation->running_mean.abs().max().item<double>() < 0.05);
    CHECK((network->normalisation->running_var - 1.0).abs().max().item<double>() < 0.05);
  };
  const at::Tensor sorted = at::arange(600).ge(300).to(at::kLong);
  const at::Tensor alternating = at::arange(600).remainder(2);
  check_renewed(sorted);
  check_renewed(alternating);
  check_renewed(at::arange(251).remainder(2));  // one more than a batch
}
