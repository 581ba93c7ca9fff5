// clang-format off: first, to show that it includes what it needs
#include <autodecay/adapters/libtorch.hpp>
// clang-format on

#include "support/losses.hpp"
#include "support/message.hpp"

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <ATen/ops/ones.h>
#include <doctest/doctest.h>
#include <torch/optim/adam.h>
#include <torch/optim/sgd.h>

#include <autodecay/presets.hpp>

using namespace autodecay;

namespace {

std::vector<torch::Tensor> weights() { return {at::ones({2})}; }

/// Two groups: one with the optimizer's rate, one with its own.
template <typename Optimizer, typename Options>
Optimizer two_groups(double rate, double other) {
  std::vector<torch::optim::OptimizerParamGroup> groups;
  groups.emplace_back(weights());
  groups.emplace_back(weights(), std::make_unique<Options>(other));
  return Optimizer(groups, Options(rate));
}

std::vector<double> rates(torch::optim::Optimizer& optimizer) {
  std::vector<double> rates;
  for (auto& group : optimizer.param_groups()) rates.push_back(group.options().get_lr());
  return rates;
}

/// An input archive with the contents of `out`.
torch::serialize::InputArchive reopened(torch::serialize::OutputArchive& out) {
  std::stringstream bytes;
  out.save_to(bytes);
  torch::serialize::InputArchive in;
  in.load_from(bytes);
  return in;
}

}  // namespace

TEST_CASE("every parameter group of SGD and Adam is scaled, and the ratios are kept") {
  const ScaleLearningRate quarter{{.factor = 0.25}};
  auto sgd = two_groups<torch::optim::SGD, torch::optim::SGDOptions>(0.5, 4.0);
  quarter(sgd, Stage{.index = 2});
  CHECK(rates(sgd) == std::vector{0.125, 1.0});

  auto adam = two_groups<torch::optim::Adam, torch::optim::AdamOptions>(0.5, 4.0);
  quarter(adam, Stage{.index = 2});
  CHECK(rates(adam) == std::vector{0.125, 1.0});

  torch::optim::Optimizer& any = sgd;  // through the base class
  quarter(any, Stage{.index = 3});
  CHECK(rates(any) == std::vector{0.03125, 0.25});
}

TEST_CASE("the optimizer steps with the decayed rate") {
  torch::Tensor weight = at::ones({2}).set_requires_grad(true);
  torch::optim::SGD sgd({weight}, torch::optim::SGDOptions(0.5));
  weight.mutable_grad() = at::ones({2});
  ScaleLearningRate{{.factor = 0.25}}(sgd, Stage{.index = 2});
  sgd.step();
  CHECK(weight.sum().item<double>() == 2 * (1.0 - 0.125));
}

TEST_CASE("schedulers drive an optimizer") {
  auto sgd = two_groups<torch::optim::SGD, torch::optim::SGDOptions>(0.1, 1.0);
  StepDecay scheduler({.interval = 2, .factor = 0.5, .stages = 3});
  std::vector<double> first;
  while (scheduler.step(sgd) != Decision::stop) first.push_back(rates(sgd).front());
  CHECK(first == std::vector{0.1, 0.05, 0.05, 0.025, 0.025});
  CHECK(rates(sgd).back() == 0.25);
}

TEST_CASE("a scheduler is restored from LibTorch's archive") {
  AutoDecay scheduler({.window = 7});
  for (const double loss : test::noisy_descent(20)) (void)scheduler.observe(loss);
  torch::serialize::OutputArchive out;
  out.write("weight", at::ones({3}));
  save(out, "scheduler", scheduler);

  auto in = reopened(out);
  AutoDecay loaded;
  load(in, "scheduler", loaded);
  CHECK(loaded == scheduler);
  torch::Tensor weight;
  in.read("weight", weight);
  CHECK(weight.numel() == 3);
}

TEST_CASE("a missing key, a value that is no scheduler and another scheduler are rejected") {
  torch::serialize::OutputArchive out;
  out.write("number", c10::IValue(3.0));
  out.write("text", c10::IValue(std::string("no archive")));
  out.write("tensor", at::ones({3}));
  save(out, "clock", StepDecay{});
  auto in = reopened(out);

  AutoDecay scheduler({.window = 9});
  const AutoDecay before = scheduler;
  const auto refusal = [&](const std::string& key) {
    return test::message<ArchiveError>([&] { load(in, key, scheduler); });
  };
  CHECK(refusal("scheduler") == "LibTorch archive: expected a string under 'scheduler'");
  CHECK(refusal("number") == "LibTorch archive: expected a string under 'number'");
  CHECK(refusal("tensor") == "LibTorch archive: expected a string under 'tensor'");
  CHECK_FALSE(refusal("text").empty());
  CHECK_FALSE(refusal("clock").empty());
  CHECK(scheduler == before);
}

static_assert(Optimizer<torch::optim::Optimizer> && Optimizer<torch::optim::SGD> &&
              Optimizer<torch::optim::Adam> && !Optimizer<torch::Tensor>);
