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
class SGD;
}  // namespace torch::optim

namespace trainer {

class Network;
class Platform;

/// How well a network does on a set of images.
struct Score {
  double loss = 0.0;      ///< mean cross entropy, nats
  double accuracy = 0.0;  ///< share of images classified correctly, 0 … 1
};

/// How far an epoch has come. With the seed, this is all that is needed to go on with it.
struct Epoch {
  std::int64_t number = 1;      ///< 1, 2, …
  std::int64_t batch_size = 1;  ///< images a step
  std::int64_t step = 0;        ///< steps done
  at::Tensor sums;       ///< double, on the device: the images' losses, the correct ones, …
  double seconds = 0.0;  ///< of training
};

/// The learning rate of an optimizer's first parameter group.
[[nodiscard]] double learning_rate(const torch::optim::Optimizer& optimizer);

struct EngineOptions {
  bool augment = false;    ///< flips and crops
  std::uint64_t seed = 0;  ///< of the order and the augmentation
  std::int64_t chunk = 0;  ///< images of a batch that go through the network at once; 0: all
  /// What all images are normalised by; nothing: those of the training images.
  std::optional<ChannelStatistics> statistics = {};
};

/// Trains and evaluates a network on a data set that lies, decoded, on the network's device.
///
/// Every image is seen once an epoch; the last batch may be smaller. The order depends on the seed
/// and the epoch, where one batch holds all images on nothing or, in chunks, on the seed. The
/// augmentation depends on the seed, the epoch and the step. So an epoch which is interrupted and
/// gone on with is the same, bit for bit on a CPU with the same number of threads. Losses add up on
/// the device and are read when score() or evaluate() asks for them: no step waits for one.
///
/// A batch that goes through the network in chunks has the gradient of its mean loss all the same,
/// but each chunk is normalised by statistics of its own: with batch normalisation that is another
/// function, and an approximation of the whole batch's step.
class Engine {
 public:
  /// Called after every batch; false interrupts.
  using GoOn = std::function<bool()>;

  /// Moves the images to the platform's device, where the network is, and lays out the network's
  /// weights as suits that.
  Engine(std::shared_ptr<const Platform> platform, std::shared_ptr<Network> network,
         torch::optim::SGD& optimizer, Dataset data, EngineOptions options);

  /// The images, on the device.
  [[nodiscard]] const Dataset& data() const { return data_; }

  /// Steps of SGD in an epoch of such batches.
  [[nodiscard]] std::int64_t steps(std::int64_t batch_size) const;

  /// The beginning of an epoch; a batch larger than the data set is cut to that.
  [[nodiscard]] Epoch begin(std::int64_t number, std::int64_t batch_size) const;

  /// Trains from where `epoch` stands to the epoch's end, or until interrupted; returns whether
  /// the end is reached.
  bool train(Epoch& epoch, const GoOn& go_on);

  /// The training score over the steps that are done; waits for the device.
  [[nodiscard]] Score score(const Epoch& epoch) const;

  /// The score on a set of images on the device, without any change to the network; nothing if
  /// interrupted.
  [[nodiscard]] std::optional<Score> evaluate(const ImageSet& set, const GoOn& go_on) const;

  /// The logits for uint8 images on the device, in the network's present mode.
  [[nodiscard]] at::Tensor logits(const at::Tensor& images) const;

 private:
  struct Batch {
    at::Tensor indices;  // of the images
    at::Tensor choices;  // see augment(); undefined without augmentation
  };
  /// A step on batches of one size that go through the same tensors.
  struct Repeated {
    Batch batch;
    std::function<void()> step;
  };

  [[nodiscard]] at::Tensor order_of(const Epoch& epoch) const;
  [[nodiscard]] Batch batch_of(const Epoch& epoch, const at::Tensor& order) const;
  Repeated& repeated(const Batch& batch);
  void step(const Batch& batch);

  std::shared_ptr<const Platform> platform_;
  std::shared_ptr<Network> network_;
  torch::optim::SGD& optimizer_;
  Dataset data_;
  EngineOptions options_;
  ChannelStatistics statistics_;  // on the device
  at::Tensor sums_;               // as in Epoch, of the epoch that is trained
  std::unique_ptr<Repeated> repeated_;
};

}  // namespace trainer
