#pragma once

#include "trainer/augmentation.hpp"
#include "trainer/dataset.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include <ATen/core/Tensor.h>

namespace torch::optim {
class Optimizer;
}

namespace trainer {

class Network;

/// How well a network does on a set of images.
struct Score {
  double loss = 0.0;      ///< mean cross entropy, nats
  double accuracy = 0.0;  ///< share of images classified correctly, 0 … 1
};

/// How far an epoch has come. With the seed, this is all that is needed to go on with it.
struct Epoch {
  std::int64_t number = 1;  ///< 1, 2, …
  std::int64_t step = 0;    ///< steps done
  at::Tensor sums;          ///< double[2] on the device: the images' losses, and the correct ones
  double seconds = 0.0;     ///< of training
};

/// The learning rate of an optimizer's first parameter group.
[[nodiscard]] double learning_rate(const torch::optim::Optimizer& optimizer);

struct EngineOptions {
  std::int64_t batch_size = 128;  ///< images a training step
  bool augment = false;           ///< flips and crops
  std::uint64_t seed = 0;         ///< of the order and the augmentation
};

/// Trains and evaluates a network on a data set that lies, decoded, on the network's device.
///
/// Every image is seen once an epoch; the last batch may be smaller. The order depends on the seed
/// and the epoch, the augmentation on these and the step, so that an epoch which is interrupted and
/// gone on with is the same, bit for bit on a CPU with the same number of threads. Losses add up on
/// the device and are read when score() or evaluate() asks for them: no step waits for one.
class Engine {
 public:
  /// Called after every batch; false interrupts.
  using GoOn = std::function<bool()>;

  /// Moves the images to the device on which the network is, and lays out the network's weights
  /// as suits that.
  Engine(std::shared_ptr<Network> network, torch::optim::Optimizer& optimizer, Dataset data,
         EngineOptions options);

  /// Training images.
  [[nodiscard]] std::int64_t images() const { return data_.train.size(); }

  /// Steps of SGD in an epoch.
  [[nodiscard]] std::int64_t steps() const;

  /// The beginning of an epoch.
  [[nodiscard]] Epoch begin(std::int64_t number) const;

  /// Trains from where `epoch` stands to the epoch's end, or until interrupted; returns whether
  /// the end is reached.
  bool train(Epoch& epoch, const GoOn& go_on);

  /// The training score over the steps that are done; waits for the device.
  [[nodiscard]] Score score(const Epoch& epoch) const;

  /// The score on the test set, without any change to the network; nothing if interrupted.
  [[nodiscard]] std::optional<Score> evaluate(const GoOn& go_on);

 private:
  /// uint8 images as the network takes them.
  [[nodiscard]] at::Tensor input(const at::Tensor& images) const;
  void train_batch(const at::Tensor& images, const at::Tensor& labels, at::Tensor& sums);

  std::shared_ptr<Network> network_;
  torch::optim::Optimizer& optimizer_;
  Dataset data_;
  EngineOptions options_;
  ChannelStatistics statistics_;  // of the training images
};

}  // namespace trainer
