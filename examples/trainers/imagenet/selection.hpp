#pragma once

#include "data/image_index.hpp"
#include "imagenet/options.hpp"

#include <cstdint>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace trainer {
class ProcessGroup;
}  // namespace trainer

namespace imagenet {

/// The images that an epoch trains on and evaluates, as indices into the folders' lists.
struct Selection {
  std::vector<std::int64_t> train;
  std::vector<std::int64_t> validation;
};

/// Lists the images in the folder that the options name. The first process lists them and caches the
/// list for the other processes on its machine. Throws std::runtime_error for a class whose name is
/// not UTF-8.
[[nodiscard]] trainer::ImageFolders listed_images(const Options& options,
                                                  const trainer::ProcessGroup& group);

/// The images that the options select. Throws std::runtime_error if they are too few for a batch.
[[nodiscard]] Selection select(const trainer::ImageFolders& folders, const Options& options);

/// Describes both, for trainer::check_unchanged().
[[nodiscard]] nlohmann::ordered_json describe(const trainer::ImageFolders& folders,
                                              const Selection& selection);

}  // namespace imagenet
