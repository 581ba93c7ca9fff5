#include "engine/probes.hpp"

#include "data/patterns.hpp"
#include "engine/engine.hpp"
#include "engine/platform.hpp"
#include "model/network.hpp"
#include "model/wide_resnet.hpp"
#include "temporary_folder.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/sgd.h>

using namespace trainer;

namespace {

/// A convolution, its normalisation, a second convolution without one, and a linear layer, with
/// weights of known norms.
class Small final : public Network {
 public:
  Small() {
    using namespace torch::nn;
    const Conv2d first(Conv2dOptions(1, 2, 1).bias(false));
    const BatchNorm2d normalisation(BatchNormOptions(2).eps(1.0));
    const Linear linear(2, 1);
    first->weight.data().copy_(at::tensor({3.0F, 4.0F}).reshape({2, 1, 1, 1}));
    normalisation->weight.data().copy_(at::tensor({2.0F, 1.0F}));
    normalisation->bias.data().copy_(at::tensor({1.0F, 0.0F}));
    normalisation->running_mean.copy_(at::tensor({1.0F, 4.0F}));
    normalisation->running_var.copy_(at::tensor({3.0F, 0.0F}));  // sqrt(var + eps) is 2 and 1
    linear->weight.data().copy_(at::tensor({6.0F, 8.0F}).reshape({1, 2}));
    linear->bias.data().fill_(-5.0F);
    register_module("conv", first);
    register_module("bn", normalisation);
    register_module("fc", linear);
  }

  at::Tensor forward(at::Tensor images) override { return images; }
};

double value(const Probe& probe, const std::string& column) {
  const auto found = std::find(probe.columns.begin(), probe.columns.end(), column);
  REQUIRE(found != probe.columns.end());
  return probe.measure().at(static_cast<std::size_t>(found - probe.columns.begin()));
}

}  // namespace

TEST_CASE("a convolution's norms are those after merging it with its normalisation") {
  const auto network = std::make_shared<Small>();
  const Probe probe = norm_probe(*network);
  CHECK(probe.columns ==
        std::vector<std::string>{"conv.weight", "conv.bias", "fc.weight", "fc.bias"});
  const std::vector<double> norms = probe.measure();
  CHECK(norms.at(0) == 5.0);                  // (3 · 2/2, 4 · 1/1)
  CHECK(std::abs(norms.at(1) - 4.0) < 1e-6);  // (1 - 1 · 1, 0 - 4 · 1)
  CHECK(norms.at(2) == 10.0);
  CHECK(norms.at(3) == 5.0);
}

TEST_CASE("merging does not change what a convolution and its normalisation compute") {
  at::manual_seed(3);
  const auto network = wide_resnet({.depth = 10, .widen = 1, .classes = 4});
  const auto image = at::rand({4, 3, 8, 8});
  network->train();
  for (int i = 0; i < 5; ++i)
    (void)network->forward(image);  // makes the statistics differ from 0 and 1
  const Probe probe = norm_probe(*network);

  // The first block's bn1 normalises the stem, whose merged weight is applied by hand:
  torch::nn::Conv2dImpl* stem = nullptr;
  torch::nn::BatchNorm2dImpl* normalisation = nullptr;
  for (const auto& item : network->named_modules()) {
    if (item.key() == "conv") stem = dynamic_cast<torch::nn::Conv2dImpl*>(item.value().get());
    if (item.key() == "blocks.0.bn1")
      normalisation = dynamic_cast<torch::nn::BatchNorm2dImpl*>(item.value().get());
  }
  REQUIRE(stem != nullptr);
  REQUIRE(normalisation != nullptr);
  const at::NoGradGuard no_gradients;
  network->eval();
  const at::Tensor zero = normalisation->forward(stem->forward(at::zeros({1, 3, 8, 8})));
  CHECK(value(probe, "conv.bias") ==
        doctest::Approx(zero[0].select(2, 0).select(1, 0).norm().item<double>()).epsilon(1e-6));
  // The response to each unit image minus that to zero is the merged weight.
  double squares = 0.0;
  for (std::int64_t channel = 0; channel < 3; ++channel) {
    for (std::int64_t y = 0; y < 3; ++y) {
      for (std::int64_t x = 0; x < 3; ++x) {
        at::Tensor unit = at::zeros({1, 3, 3, 3});
        unit[0][channel][y][x] = 1.0;
        const at::Tensor response = normalisation->forward(stem->forward(unit)) -
                                    normalisation->forward(stem->forward(at::zeros({1, 3, 3, 3})));
        squares += response.select(3, 1).select(2, 1).square().sum().item<double>();
      }
    }
  }
  CHECK(value(probe, "conv.weight") == doctest::Approx(std::sqrt(squares)).epsilon(1e-5));
}

TEST_CASE("every layer of a WideResNet has its own columns, named as in the model") {
  const auto network = wide_resnet({.depth = 10, .widen = 1, .classes = 4});
  const Probe probe = norm_probe(*network);
  const std::vector<std::string> expected = {"conv.weight",
                                             "conv.bias",
                                             "blocks.0.conv1.weight",
                                             "blocks.0.conv1.bias",
                                             "blocks.0.conv2.weight",
                                             "blocks.0.conv2.bias",
                                             "blocks.1.conv1.weight",
                                             "blocks.1.conv1.bias",
                                             "blocks.1.conv2.weight",
                                             "blocks.1.conv2.bias",
                                             "blocks.1.shortcut.weight",
                                             "blocks.2.conv1.weight",
                                             "blocks.2.conv1.bias",
                                             "blocks.2.conv2.weight",
                                             "blocks.2.conv2.bias",
                                             "blocks.2.shortcut.weight",
                                             "fc.weight",
                                             "fc.bias"};
  CHECK(probe.columns == expected);
  CHECK(probe.measure().size() == expected.size());
}

namespace {

struct PatternTraining {
  PatternTraining() {
    at::manual_seed(1);
    network = wide_resnet({.depth = 10, .widen = 1, .classes = 10});
    optimizer = platform->sgd(network->parameters(), torch::optim::SGDOptions(0.1).momentum(0.9));
    engine = std::make_unique<Engine>(platform, network, *optimizer,
                                      limited(make_patterns(1), {.train = 640, .test = 200}, 1),
                                      EngineOptions{});
  }

  std::shared_ptr<const Platform> platform = platform_of(at::kCPU);
  std::shared_ptr<Network> network;
  std::unique_ptr<torch::optim::SGD> optimizer;
  std::unique_ptr<Engine> engine;
};

}  // namespace

TEST_CASE("the probe of the patterns leaves the network unchanged") {
  PatternTraining training;
  const auto state = [&] {
    std::vector<at::Tensor> tensors = training.network->buffers();
    for (const at::Tensor& parameter : training.network->parameters()) tensors.push_back(parameter);
    return tensors;
  };
  std::vector<at::Tensor> before;
  for (const at::Tensor& tensor : state()) before.push_back(tensor.detach().clone());
  const Probe probe = pattern_probe(*training.engine, *training.network, 64);
  const std::vector<double> first = probe.measure();
  CHECK(first.size() == probe.columns.size());
  CHECK(probe.measure() == first);
  for (std::size_t i = 0; i < before.size(); ++i) CHECK(state().at(i).equal(before[i]));
  for (const at::Tensor& parameter : training.network->parameters())
    CHECK(!parameter.grad().defined());
}

TEST_CASE(
    "the probe has at least two batches, of 128 images if the run's batch is all of the data") {
  PatternTraining training;
  const auto ratios = [&](std::int64_t batch_size) {
    const std::vector<double> row =
        pattern_probe(*training.engine, *training.network, batch_size).measure();
    return std::vector<double>{row.at(2), row.at(3)};
  };
  const std::vector<double> halves = ratios(320);
  for (const double ratio : halves) CHECK(std::isfinite(ratio));
  CHECK(ratios(321) == halves);
  CHECK(ratios(640) == halves);
  CHECK(ratios(1'000'000) == halves);
  CHECK(ratios(128) != halves);
  CHECK(ratios(0) == ratios(128));
}

TEST_CASE("the signal-to-noise ratio has the value of its formula") {
  const auto ratio = [](const std::vector<std::vector<double>>& gradients) {
    std::vector<at::Tensor> rows;
    for (const std::vector<double>& gradient : gradients)
      rows.push_back(at::tensor(gradient, at::kDouble));
    return signal_to_noise(rows);
  };
  CHECK(ratio({{1, 0}, {3, 0}}) == 1.5);           // noise 1 + 1, signal 4 - 2/2
  CHECK(ratio({{3, 0}, {0, 3}, {0, 0}}) == 0.0);   // noise (5 + 5 + 2)/2, signal 2 - 6/3
  CHECK(ratio({{1}, {-1}}) == -0.5);               // noise 2, signal 0 - 2/2
  CHECK(ratio({{2, 5}, {2, 2}, {-1, 5}}) == 2.5);  // noise (2 + 5 + 5)/2, signal 17 - 6/3
  CHECK(std::isinf(ratio({{1, 2}, {1, 2}})));
  CHECK(std::isnan(ratio({})));
  CHECK(std::isnan(ratio({{1, 2}})));
}

TEST_CASE("accuracies are over the images of one kind") {
  PatternTraining training;
  const Probe probe = pattern_probe(*training.engine, *training.network, 64);
  const std::vector<double> row = probe.measure();
  const ImageSet& test = training.engine->data().test;
  const at::NoGradGuard no_gradients;
  training.network->eval();
  const at::Tensor correct =
      training.engine->logits(test.images).argmax(1).eq(test.labels).to(at::kDouble);
  for (const PatternKind kind : {PatternKind::easy_only, PatternKind::complex_only}) {
    const at::Tensor own = test.kinds.eq(static_cast<int>(kind));
    CHECK(row.at(static_cast<std::size_t>(kind)) ==
          doctest::Approx(correct.masked_select(own).mean().item<double>()).epsilon(1e-12));
  }
}

TEST_CASE("a gradient that is the same in every batch has a signal far above its noise") {
  // Batches that are copies of one another, and batches with meaningless labels.
  const auto signal_to_noise = [](bool copies) {
    at::manual_seed(1);
    const auto platform = platform_of(at::kCPU);
    const auto network = wide_resnet({.depth = 10, .widen = 1, .classes = 10});
    const auto optimizer = platform->sgd(network->parameters(), torch::optim::SGDOptions(0.1));
    Dataset data = limited(make_patterns(1), {.train = 512, .test = 10}, 1);
    if (copies)
      data.train = data.train.select(at::arange(512).remainder(64));
    else
      data.train.labels = at::randint(10, {512}, at::kLong);
    const Engine engine(platform, network, *optimizer, data, {});
    return pattern_probe(engine, *network, 64).measure().at(3);
  };
  CHECK(signal_to_noise(true) > 1e6);
  CHECK(std::abs(signal_to_noise(false)) < 0.5);
}

TEST_CASE("images without known kinds are refused") {
  PatternTraining training;
  Dataset data = limited(make_patterns(1), {.train = 20, .test = 10}, 1);
  data.train.kinds.reset();
  const Engine engine(training.platform, training.network, *training.optimizer, data, {});
  CHECK(error_of([&] { (void)pattern_probe(engine, *training.network, 4); }) ==
        "the data do not say which patterns an image carries");
}
