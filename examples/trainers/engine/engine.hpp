#pragma once

#include "data/augmentation.hpp"
#include "data/dataset.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include <ATen/core/Tensor.h>

namespace torch::optim {
class Optimizer;
class SGD;
}  // namespace torch::optim

namespace trainer {

class Network;
class Platform;

/// The performance of a network on a set of images.
struct Score {
  double loss = 0.0;      ///< mean cross entropy, nats
  double accuracy = 0.0;  ///< share of images classified correctly, 0 … 1
};

/// The progress of an epoch. Together with the seed, this is all that is needed to resume it, also
/// between two steps.
struct Epoch {
  std::int64_t number = 1;      ///< 1, 2, …
  std::int64_t batch_size = 1;  ///< images per step
  std::int64_t step = 0;        ///< completed
  at::Tensor sums;       ///< double, on the device: total loss, number of correct images, …
  double seconds = 0.0;  ///< of training
};

/// The learning rate of an optimizer's first parameter group.
[[nodiscard]] double learning_rate(const torch::optim::Optimizer& optimizer);

struct EngineOptions {
  bool augment = false;    ///< mirror and shift images
  std::uint64_t seed = 0;  ///< of the order and the augmentation
  std::int64_t chunk = 0;  ///< images per forward pass; 0: the whole batch
  /// Normalises all images; by default the statistics of the training images.
  std::optional<ChannelStatistics> statistics = {};
};

/// Trains and evaluates a network on a decoded data set that is on the network's device.
///
/// Every image is seen once per epoch; the last batch may be smaller. The order depends on the seed
/// and the epoch. If one batch holds all images, they keep their order or, in chunks, their order
/// depends on the seed alone. The augmentation depends on the seed, the epoch and the step. An
/// epoch that is interrupted and resumed therefore gives the same result, bit for bit on a CPU with
/// the same number of threads. Losses are accumulated on the device and read only by score() and
/// evaluate(), so no step waits for the device.
///
/// A batch that goes through the network in chunks still has the gradient of its mean loss, but
/// each chunk uses its own statistics in batch normalisation. This is a different function, and
/// only approximates a step on the whole batch.
class Engine {
 public:
  /// Called after every batch; returning false interrupts the training. Its time is not training.
  using GoOn = std::function<bool()>;

  /// Moves the images to the platform's device, which the network must be on, and gives the
  /// network's weights the platform's memory layout.
  Engine(std::shared_ptr<const Platform> platform, std::shared_ptr<Network> network,
         torch::optim::SGD& optimizer, Dataset data, EngineOptions options);

  /// The images, on the device.
  [[nodiscard]] const Dataset& data() const { return data_; }

  /// The number of SGD steps in an epoch with this batch size.
  [[nodiscard]] std::int64_t steps(std::int64_t batch_size) const;

  /// The beginning of an epoch. A batch size larger than the data set is reduced to its size.
  [[nodiscard]] Epoch begin(std::int64_t number, std::int64_t batch_size) const;

  /// Trains from the current step of `epoch` to its end, or until interrupted; returns whether it
  /// reached the end.
  bool train(Epoch& epoch, const GoOn& go_on);

  /// The training score over the completed steps. Waits for the device.
  [[nodiscard]] Score score(const Epoch& epoch) const;

  /// The score on a set of images on the device; nothing if interrupted. Does not change the
  /// network.
  [[nodiscard]] std::optional<Score> evaluate(const ImageSet& set, const GoOn& go_on) const;

  /// Whether each image of a set on the device is classified correctly: bool, on the device; nothing
  /// if interrupted. Does not change the network.
  [[nodiscard]] std::optional<at::Tensor> correct(const ImageSet& set, const GoOn& go_on) const;

  /// Makes the batch-norm statistics the means over batches of the training images, without
  /// augmentation; false if interrupted. The batches depend on the seed, and hardly differ in size.
  [[nodiscard]] bool renew_statistics(const GoOn& go_on);

  /// The logits for uint8 images on the device. Does not change the network's mode.
  [[nodiscard]] at::Tensor logits(const at::Tensor& images) const;

 private:
  struct Batch {
    at::Tensor indices;  // of the images
    at::Tensor choices;  // see augment(); undefined without augmentation
  };
  /// A step for batches of one size, which all use the same tensors.
  struct Repeated {
    Batch batch;
    std::function<void()> step;
  };

  [[nodiscard]] at::Tensor order_of(const Epoch& epoch) const;
  template <typename Visit>
  [[nodiscard]] bool for_each_answer(const ImageSet& set, const GoOn& go_on, Visit visit) const;
  [[nodiscard]] Batch batch_of(const Epoch& epoch, const at::Tensor& order) const;
  Repeated& repeated(const Batch& batch);
  void repeat_step(const Batch& batch);
  void step(const Batch& batch);

  std::shared_ptr<const Platform> platform_;
  std::shared_ptr<Network> network_;
  torch::optim::SGD& optimizer_;
  Dataset data_;
  EngineOptions options_;
  ChannelStatistics statistics_;  // on the device
  at::Tensor sums_;               // Epoch::sums of the current epoch
  std::unique_ptr<Repeated> repeated_;
};

}  // namespace trainer
