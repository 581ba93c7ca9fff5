#pragma once

#include "data/augmentation.hpp"
#include "data/image_index.hpp"
#include "data/image_loader.hpp"
#include "distributed/gradient_reducer.hpp"
#include "imagenet/selection.hpp"
#include "imagenet/stop_vote.hpp"
#include "run/epoch_work.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trainer {
class Network;
class Platform;
class ProcessGroup;
}  // namespace trainer

namespace imagenet {

struct WorkOptions {
  std::int64_t image_size = 224;  ///< pixels per side
  std::int64_t workers = 1;       ///< decoding threads for training, and as many for validation
  std::uint64_t seed = 0;         ///< for the order and the crops
  trainer::ImageLimits image_limits = {};
  bool evaluates_training = false;  ///< see trainer::EpochResult::train
};

/// Epochs over images that are decoded on demand, shared by the processes of a group.
///
/// A step uses the next `batch_size` images of the epoch's order, equally many in each process, so
/// the batch size must be a multiple of the number of processes. Its gradient is that of the sum of
/// their losses divided by the batch size, summed over the processes. The last images of an order
/// are left out if they do not fill a batch. Order and crops depend only on the seed, the epoch and
/// the image. Batch normalisation uses the statistics of a process's own part of the batch;
/// evaluation uses those that the first process has gathered. If training images are evaluated, then
/// all of them, as validation images are.
class ImageWork final : public trainer::EpochWork {
 public:
  /// The additional columns of metrics.csv: top-5 accuracies, the training images of the epoch, and
  /// the files skipped in training and validation because they could not be decoded.
  static const std::vector<std::string>& columns();

  /// Gives the network's weights the platform's memory layout.
  ImageWork(std::shared_ptr<const trainer::Platform> platform,
            std::shared_ptr<trainer::Network> network, torch::optim::SGD& optimizer,
            const trainer::ImageFolders& folders, Selection selection,
            std::shared_ptr<trainer::ProcessGroup> group, const WorkOptions& options);

  [[nodiscard]] std::int64_t images() const override;
  [[nodiscard]] std::int64_t steps(std::int64_t batch_size) const override;
  [[nodiscard]] trainer::Epoch begin(std::int64_t number, std::int64_t batch_size) const override;

  /// Dry run of a step on blank images, to test whether its memory is available. Has no other
  /// effect.
  void try_step(std::int64_t batch_size);

  /// Throws std::runtime_error if more than one image in a thousand cannot be decoded or the
  /// processes' weights differ, and trainer::RankLost if another process is gone.
  [[nodiscard]] std::optional<trainer::EpochResult> run(
      trainer::Epoch& epoch, const std::function<bool()>& go_on) override;

  [[nodiscard]] at::Tensor sums(const trainer::Epoch& epoch) const override;
  void check_agreement(const std::string& what, const std::string& value) const override;

 private:
  [[nodiscard]] std::vector<std::int64_t> share_of(const trainer::Epoch& epoch) const;
  [[nodiscard]] bool train(trainer::Epoch& epoch, const std::function<bool()>& go_on);
  void step(trainer::Epoch& epoch, const trainer::Batch& batch);
  [[nodiscard]] std::optional<at::Tensor> evaluate(trainer::ImageLoader& loader,
                                                   const std::vector<std::int64_t>& images,
                                                   std::int64_t batch_size);
  [[nodiscard]] trainer::Batch next(trainer::ImageLoader& loader, std::int64_t expected,
                                    at::Tensor& sums);
  [[nodiscard]] at::Tensor logits(const at::Tensor& images) const;

  std::shared_ptr<const trainer::Platform> platform_;
  std::shared_ptr<trainer::Network> network_;
  torch::optim::SGD& optimizer_;
  Selection selection_;
  std::shared_ptr<trainer::ProcessGroup> group_;
  std::int64_t image_size_;
  std::uint64_t seed_;
  at::Device device_;
  StopVote stop_vote_;
  trainer::ChannelStatistics statistics_;
  trainer::ImageLoader training_images_;
  std::optional<trainer::ImageLoader> evaluated_images_;  // of training, without augmentation
  trainer::ImageLoader validation_images_;
  trainer::GradientReducer reducer_;
};

}  // namespace imagenet
