// Saves a model, its optimizer and its scheduler in one of LibTorch's archives, and checks that a
// training resumed from it ends as the uninterrupted one does, bit for bit.

#include <iostream>
#include <sstream>

#include <ATen/ops/equal.h>
#include <ATen/ops/mse_loss.h>
#include <ATen/ops/randn.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/adam.h>
#include <torch/utils.h>

#include <autodecay/adapters/libtorch.hpp>
#include <autodecay/presets.hpp>

namespace {

constexpr int batches = 100;
struct Data {
  at::Tensor inputs = at::randn({batches, 4, 20}, at::kDouble);
  at::Tensor targets = inputs.sum(2, true) + at::randn({batches, 4, 1}, at::kDouble);
};

struct Training {
  torch::nn::Linear model{torch::nn::LinearOptions(20, 1).bias(false)};
  torch::optim::Adam optimizer{model->parameters(), torch::optim::AdamOptions(0.1)};
  autodecay::AutoDecay scheduler;
  Training() { model->to(at::kDouble); }

  autodecay::Decision train_one_epoch(const Data& data) {
    double loss = 0.0;
    for (int batch = 0; batch < batches; ++batch) {
      optimizer.zero_grad();
      const at::Tensor batch_loss = at::mse_loss(model(data.inputs[batch]), data.targets[batch]);
      batch_loss.backward();
      optimizer.step();
      loss += batch_loss.item<double>() / batches;
    }
    return scheduler.step(optimizer, loss);
  }

  // [save]
  void save(std::ostream& file) {
    torch::serialize::OutputArchive archive, model_part, optimizer_part;
    model->save(model_part);
    optimizer.save(optimizer_part);
    archive.write("model", model_part);
    archive.write("optimizer", optimizer_part);
    archive.write("rate", c10::IValue(optimizer.param_groups()[0].options().get_lr()));
    autodecay::save(archive, "scheduler", scheduler);
    archive.save_to(file);
  }
  // [save]

  // [load]
  void load(std::istream& file) {
    torch::serialize::InputArchive archive, model_part, optimizer_part;
    c10::IValue rate;
    archive.load_from(file);
    archive.read("model", model_part);
    archive.read("optimizer", optimizer_part);
    archive.read("rate", rate);
    model->load(model_part);
    optimizer.load(optimizer_part);
    // LibTorch 1.13 does not restore the rate with the optimizer.
    optimizer.param_groups()[0].options().set_lr(rate.toDouble());
    autodecay::load(archive, "scheduler", scheduler);
  }
  // [load]
};

}  // namespace

int main() {
  torch::manual_seed(1);
  const Data data;
  std::stringstream checkpoint;  // usually a file
  Training uninterrupted;
  for (int epoch = 1; uninterrupted.train_one_epoch(data) != autodecay::Decision::stop; ++epoch)
    if (epoch == 25) uninterrupted.save(checkpoint);

  Training resumed;  // begins with other random weights
  resumed.load(checkpoint);
  std::cout << "resumed after " << resumed.scheduler.stage().observations
            << " observations of stage " << resumed.scheduler.stage().index << '\n';
  while (resumed.train_one_epoch(data) != autodecay::Decision::stop) continue;

  const bool same = at::equal(resumed.model->weight, uninterrupted.model->weight) &&
                    resumed.scheduler == uninterrupted.scheduler;
  std::cout << resumed.scheduler.evidence() << '\n'
            << (same ? "equal" : "not equal") << " to the uninterrupted training\n";
  return same ? 0 : 1;
}
