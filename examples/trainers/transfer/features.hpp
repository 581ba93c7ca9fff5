#pragma once

#include "trainer/dataset.hpp"

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

/// What a network makes of images.
struct Features {
  at::Tensor values;  ///< float, N x F, on the CPU
  at::Tensor labels;  ///< int64, N, on the CPU
};

/// Those of a data set.
struct FeatureSets {
  Features train;
  Features test;
};

/// The features of images (uint8, N x 3 x H x W) as float on the CPU, N x F, in evaluation mode and in
/// the platform's precision; nothing if `go_on`, asked after every batch, says no. The network is on the
/// platform's device, `statistics` too.
[[nodiscard]] std::optional<at::Tensor> features_of(const at::Tensor& images,
                                                    trainer::FeatureNetwork& network,
                                                    const trainer::ChannelStatistics& statistics,
                                                    const trainer::Platform& platform,
                                                    const std::function<bool()>& go_on);

/// Computes features once for each snapshot and set of images, and keeps them in a folder.
///
/// A file is found again by a checksum of all that determines its contents: the snapshot's tensors, the
/// images' bytes, the normalisation, the kind of device and the version of LibTorch. So a snapshot that
/// was trained anew, other images or another split are no danger, and nothing is kept twice. A file
/// holds 4 F bytes an image; nothing removes it. One that is damaged is computed again.
class FeatureCache {
 public:
  /// Makes the folder if need be. Throws std::system_error that names it if it cannot.
  FeatureCache(std::filesystem::path folder, at::Device device);

  /// The features of a data set's images by the network of a stage; nothing if `go_on`, asked after
  /// every batch that is computed, says no, with those of all training images kept if they are done.
  /// Throws std::system_error that names the file if one cannot be written.
  [[nodiscard]] std::optional<Features> features(const Source& source, const SourceStage& stage,
                                                 const trainer::ImageSet& set,
                                                 const trainer::ChannelStatistics& statistics,
                                                 const std::function<bool()>& go_on) const;

  /// Those of its training and its test images, normalised as normalisation() has it.
  [[nodiscard]] std::optional<FeatureSets> features(const Source& source, const SourceStage& stage,
                                                    const trainer::Dataset& target,
                                                    const std::function<bool()>& go_on) const;

 private:
  std::filesystem::path folder_;
  at::Device device_;
};

}  // namespace transfer
