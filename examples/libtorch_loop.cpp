// Fits noisy data with LibTorch's SGD and then with its Adam. Each has two parameter groups with
// rates of their own; AutoDecay lowers both rates and keeps their ratio.

#include <cstdint>
#include <iostream>
#include <memory>
#include <vector>

#include <ATen/ops/mse_loss.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/adam.h>
#include <torch/optim/sgd.h>
#include <torch/utils.h>

#include <autodecay/presets.hpp>

namespace {

constexpr std::int64_t batches = 100;
constexpr std::int64_t batch_size = 4;

struct Data {
  at::Tensor inputs = at::randn({batches, batch_size, 20}, at::kDouble);
  at::Tensor targets = inputs.sum(2, true) + at::randn({batches, batch_size, 1}, at::kDouble);
};

/// The model's weight, with the optimizer's rate, and its bias, with a rate of its own.
template <typename Options>
std::vector<torch::optim::OptimizerParamGroup> groups(const torch::nn::Linear& model,
                                                      double bias_rate) {
  std::vector<torch::optim::OptimizerParamGroup> groups;
  groups.emplace_back(std::vector{model->weight});
  groups.emplace_back(std::vector{model->bias}, std::make_unique<Options>(bias_rate));
  return groups;
}

void train(torch::nn::Linear model, torch::optim::Optimizer& optimizer, const Data& data) {
  // [loop]
  autodecay::AutoDecay scheduler;
  for (int epoch = 1; epoch <= 200; ++epoch) {
    at::Tensor sum = at::zeros({}, at::kDouble);
    for (std::int64_t batch = 0; batch < batches; ++batch) {
      optimizer.zero_grad();
      const at::Tensor loss = at::mse_loss(model(data.inputs[batch]), data.targets[batch]);
      loss.backward();
      optimizer.step();
      sum += loss.detach();
    }

    // The only read of the loss in an epoch, because a GPU has to finish its work for it.
    const double loss = sum.item<double>() / static_cast<double>(batches);
    const autodecay::Decision decision = scheduler.step(optimizer, loss);
    if (decision == autodecay::Decision::hold) continue;
    std::cout << "  " << scheduler.evidence() << "; rates";
    for (const auto& group : optimizer.param_groups()) std::cout << ' ' << group.options().get_lr();
    std::cout << '\n';
    if (decision == autodecay::Decision::stop) break;
  }
  // [loop]
}

}  // namespace

int main() {
  torch::manual_seed(1);
  const Data data;

  torch::nn::Linear model(20, 1);
  model->to(at::kDouble);
  torch::optim::SGD sgd(groups<torch::optim::SGDOptions>(model, 0.2),
                        torch::optim::SGDOptions(0.08));
  std::cout << "SGD\n";
  train(model, sgd, data);

  model->reset_parameters();
  torch::optim::Adam adam(groups<torch::optim::AdamOptions>(model, 0.4),
                          torch::optim::AdamOptions(0.1));
  std::cout << "Adam\n";
  train(model, adam, data);
}
