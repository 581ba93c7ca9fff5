#pragma once

#include "trainer/augmentation.hpp"
#include "trainer/state_dict.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trainer {
class FeatureNetwork;
}  // namespace trainer

namespace transfer {

/// The network at the end of a stage of the source run.
struct SourceStage {
  std::int64_t number = 1;
  std::filesystem::path path;  ///< of its snapshot
  trainer::StateDict model = {};
  double accuracy = 0.0;  ///< on the source's test images, 0 … 1
};

/// A run whose stages are transferred.
struct Source {
  std::string architecture;          ///< "resnet18" … "resnet152" or "wide_resnet"
  std::int64_t depth = 0;            ///< layers with weights
  std::int64_t widen = 1;            ///< of a wide_resnet
  std::string data;                  ///< what it was trained on, as its configuration has it
  std::int64_t image_size = 0;       ///< pixels on each side; 0: as its data are
  std::vector<std::string> classes;  ///< of its data
  std::optional<trainer::ChannelStatistics> statistics;  ///< of its images, if they are known
  std::vector<SourceStage> stages;  ///< in the order of their numbers, at least one

  /// The name of the folder of its data, or of what was generated.
  [[nodiscard]] std::string name() const;
};

/// The snapshots in a run's folder, stage-1.safetensors, stage-2.safetensors, … Throws
/// std::runtime_error that names the first which is missing, and one of an earlier version's format.
[[nodiscard]] std::vector<std::filesystem::path> snapshots_in(const std::filesystem::path& run);

/// Reads snapshots that `imagenet` or `learning_stages` wrote, of stages 1, 2, … in this order.
///
/// Throws std::runtime_error that names the file for one that is damaged, or lacks what those
/// programs record, or whose tensors are not those of its architecture; and for one that differs from
/// the first in architecture, shape, image size, classes or normalisation, or is not of the next
/// stage. Throws std::system_error for a file that cannot be read.
[[nodiscard]] Source read_source(const std::vector<std::filesystem::path>& snapshots);

/// Whether a parameter belongs to a network's last layer, which no target takes over.
[[nodiscard]] bool is_last_layer(std::string_view parameter);

/// The network of a stage for so many classes, on the CPU: all but the last layer as the snapshot has
/// it, and that layer, "fc", drawn from the seed. Seeds LibTorch's default generator.
[[nodiscard]] std::shared_ptr<trainer::FeatureNetwork> new_network(const Source& source,
                                                                   const SourceStage& stage,
                                                                   std::int64_t classes,
                                                                   std::uint64_t seed);

/// How the source's networks are to see a target's images (uint8, N x 3 x H x W): normalised as those
/// that they were trained on, or by the target's own statistics where a snapshot of an older version
/// does not record what those were (see Source::statistics).
[[nodiscard]] trainer::ChannelStatistics normalisation(const Source& source,
                                                       const at::Tensor& target_images);

}  // namespace transfer
