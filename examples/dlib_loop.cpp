// Fits noisy data with dlib's dnn_trainer. The trainer also lowers its learning rate by a rule of its
// own, which is switched off here, so that AutoDecay alone decides.

#include <iostream>
#include <vector>

#include <dlib/dnn.h>
#include <dlib/rand.h>

#include <autodecay/all.hpp>

namespace {

using Input = dlib::matrix<float, 20, 1>;
using Network = dlib::loss_mean_squared<dlib::fc<1, dlib::input<Input>>>;

struct Batch {
  std::vector<Input> inputs;
  std::vector<float> targets;
};

std::vector<Batch> noisy_data() {
  dlib::rand random(1);
  const auto normal = [&random] { return static_cast<float>(random.get_random_gaussian()); };
  std::vector<Batch> batches(100);
  for (Batch& batch : batches) {
    for (int i = 0; i < 4; ++i) {
      Input input;
      for (float& value : input) value = normal();
      batch.inputs.push_back(input);
      batch.targets.push_back(dlib::sum(input) + normal());
    }
  }
  return batches;
}

}  // namespace

int main() {
  const std::vector<Batch> batches = noisy_data();
  Network network;
  // [switch]
  dlib::dnn_trainer<Network> trainer(network);
  trainer.set_learning_rate(0.02);
  trainer.set_learning_rate_shrink_factor(1.0);  // switches dlib's own rule off
  autodecay::AutoDecay scheduler;
  // [switch]

  std::cout.precision(3);  // the network computes in single precision
  for (int epoch = 1; epoch <= 200; ++epoch) {
    // [epoch]
    for (const Batch& batch : batches) trainer.train_one_step(batch.inputs, batch.targets);
    const double loss = trainer.get_average_loss();
    trainer.clear_average_loss();

    const autodecay::Decision decision = scheduler.step(trainer, loss);
    if (decision == autodecay::Decision::hold) continue;
    std::cout << scheduler.evidence() << "; rate " << trainer.get_learning_rate() << '\n';
    if (decision == autodecay::Decision::stop) break;
    // [epoch]
  }
}
