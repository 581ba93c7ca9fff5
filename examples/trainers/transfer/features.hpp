#pragma once

#include "data/dataset.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

namespace trainer {
class FeatureNetwork;
class Platform;
struct ChannelStatistics;
}  // namespace trainer

namespace transfer {

struct Source;
struct SourceStage;

/// The features of a set of images.
struct Features {
  at::Tensor values;  ///< float, N x F, on the CPU
  at::Tensor labels;  ///< int64, N, on the CPU
};

/// Features of a data set's training and test images.
struct FeatureSets {
  Features train;
  Features test;
};

/// The features of images (uint8, N x 3 x H x W) as float on the CPU, N x F, in evaluation mode and
/// in the platform's precision. Returns nothing if `go_on`, called after every batch, returns
/// false. The network and `statistics` must be on the platform's device.
[[nodiscard]] std::optional<at::Tensor> features_of(const at::Tensor& images,
                                                    trainer::FeatureNetwork& network,
                                                    const trainer::ChannelStatistics& statistics,
                                                    const trainer::Platform& platform,
                                                    const std::function<bool()>& go_on);

/// Computes features once per snapshot and set of images, and stores them in a folder.
///
/// A file is identified by a checksum of everything that determines its contents: the snapshot's
/// tensors, the images' bytes, the normalisation, the kind of device and the version of LibTorch.
/// So a snapshot that was retrained, other images or another split cannot be confused with it, and
/// nothing is stored twice. A file holds 4 F bytes per image and is never removed. A damaged file
/// is recomputed.
class FeatureCache {
 public:
  /// Creates the folder if necessary. Throws std::system_error that names it if that fails.
  FeatureCache(std::filesystem::path folder, at::Device device);

  /// The features of a set of images by the network of a stage. Returns nothing if `go_on`, called
  /// after every computed batch, returns false. Throws std::system_error that names a file that
  /// cannot be written.
  [[nodiscard]] std::optional<Features> features(const Source& source, const SourceStage& stage,
                                                 const trainer::ImageSet& set,
                                                 const trainer::ChannelStatistics& statistics,
                                                 const std::function<bool()>& go_on) const;

  /// The features of its training and its test images, normalised as in normalisation().
  [[nodiscard]] std::optional<FeatureSets> features(const Source& source, const SourceStage& stage,
                                                    const trainer::Dataset& target,
                                                    const std::function<bool()>& go_on) const;

 private:
  std::filesystem::path folder_;
  at::Device device_;
};

}  // namespace transfer
