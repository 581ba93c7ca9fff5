#pragma once

#include "data/augmentation.hpp"
#include "model/network_shape.hpp"
#include "model/state_dict.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  std::string architecture;          ///< as recorded: trainer::name_of() or "wide_resnet"
  trainer::NetworkShape shape;       ///< with its classes
  std::string data;                  ///< the data of its configuration
  std::int64_t image_size = 0;       ///< pixels per side; 0: the size of its data
  std::vector<std::string> classes;  ///< of its data
  std::optional<trainer::ChannelStatistics> statistics;  ///< of its images, if known
  std::vector<SourceStage> stages;  ///< in the order of their numbers, at least one

  /// The name of its data's folder, or of the generated data.
  [[nodiscard]] std::string name() const;
};

/// The snapshots in a run's folder: stage-1.safetensors, stage-2.safetensors, … Throws
/// std::runtime_error that names the first missing one, and one in the format of an earlier
/// version.
[[nodiscard]] std::vector<std::filesystem::path> snapshots_in(const std::filesystem::path& run);

/// Reads snapshots written by `imagenet` or `learning_stages`, of stages 1, 2, … in this order.
///
/// Throws std::runtime_error that names the file if a snapshot is damaged, lacks what those
/// programs record, has tensors that do not match its architecture, differs from the first snapshot
/// in architecture, shape, image size, classes or normalisation, or is not of the next stage.
/// Throws std::system_error for a file that cannot be read.
[[nodiscard]] Source read_source(const std::vector<std::filesystem::path>& snapshots);

/// Whether a parameter belongs to a network's last layer, which is not transferred.
[[nodiscard]] bool is_last_layer(std::string_view parameter);

/// The network of a stage for `classes` classes, on the CPU. All layers except the last, "fc", have
/// the snapshot's weights; the last is drawn from the seed. Seeds LibTorch's default generator.
[[nodiscard]] std::shared_ptr<trainer::FeatureNetwork> new_network(const Source& source,
                                                                   const SourceStage& stage,
                                                                   std::int64_t classes,
                                                                   std::uint64_t seed);

/// The normalisation of a target's images (uint8, N x 3 x H x W) for the source's networks: by the
/// statistics that they were trained with, or by the target's own if a snapshot of an older version
/// does not record them (see Source::statistics).
[[nodiscard]] trainer::ChannelStatistics normalisation(const Source& source,
                                                       const at::Tensor& target_images);

}  // namespace transfer
