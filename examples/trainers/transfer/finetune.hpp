#pragma once

#include "data/dataset.hpp"
#include "transfer/outcome.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <c10/core/Device.h>

namespace torch::optim {
class OptimizerParamGroup;
}  // namespace torch::optim

namespace trainer {
class FeatureNetwork;
}  // namespace trainer

namespace transfer {

struct Source;
struct SourceStage;

/// The recipe by which every snapshot is trained as a whole: SGD with momentum on the mean cross
/// entropy. The last layer has a higher rate because it starts untrained.
///
/// | option        | unit                                      | range     | default   |
/// |---------------|-------------------------------------------|-----------|-----------|
/// | schedule      | see trainer::Schedule                     |           | see below |
/// | epochs        | at most                                   | >= 1      | 30        |
/// | batch_size    | images per step                           | >= 2      | 64        |
/// | learning_rate | of all layers but the last, at first      | > 0       | 0.01      |
/// | head_factor   | the last layer's rate divided by that     | > 0       | 10        |
/// | momentum      |                                           | in [0, 1) | 0.9       |
/// | weight_decay  |                                           | >= 0      | 1e-4      |
/// | augment       | mirrored and shifted, trainer::augment()  |           | true      |
///
/// The default schedule decays both rates together once the loss improves only a little, and stops
/// when a decay gains nothing any more.
struct FinetuneOptions {
  std::string schedule =
      "auto(beta=0.5, window=3, tolerance=0.12, ratio=0.9, epsilon=0.05, reference=previous_level)";
  std::int64_t epochs = 30;
  std::int64_t batch_size = 64;
  double learning_rate = 0.01;
  double head_factor = 10.0;
  double momentum = 0.9;
  double weight_decay = 1e-4;
  bool augment = true;
};

/// A network's parameters for SGD: all layers except the last with the learning rate, then the last
/// layer with its multiple.
[[nodiscard]] std::vector<torch::optim::OptimizerParamGroup> parameter_groups(
    const trainer::FeatureNetwork& network, const FinetuneOptions& options);

/// Trains the network of a stage on a target's training images, normalised like the source's, and
/// tests it on the test images after the last epoch. The last layer, the order and the augmentation
/// depend on the seed; with the same device, number of threads and version of LibTorch the result
/// is reproducible. The batch size is increased if the last batch would otherwise hold a single
/// image. The training accuracy is that over the last epoch, while the weights changed. Returns
/// nothing if `go_on`, called after every step, returns false. Seeds LibTorch's default generator.
///
/// Throws std::invalid_argument for an invalid schedule.
[[nodiscard]] std::optional<CellOutcome> finetune(const Source& source, const SourceStage& stage,
                                                  const trainer::Dataset& target,
                                                  const FinetuneOptions& options, at::Device device,
                                                  std::uint64_t seed,
                                                  const std::function<bool()>& go_on);

}  // namespace transfer
