#pragma once

#include "trainer/dataset.hpp"
#include "transfer/options.hpp"
#include "transfer/target.hpp"

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace transfer {

/// The images of the targets, and of the source as far as it can be read, each decoded when it is
/// first asked for and kept.
class Images {
 public:
  /// Lists the images of the targets, and as many as the options allow are kept. Throws
  /// trainer::UsageError for two targets of one name and for limits below a target's number of
  /// classes, and as read_target() does.
  explicit Images(const Options& options);

  /// The targets' names, in their order.
  [[nodiscard]] std::vector<std::string> names() const;

  /// What tells a target's list of images from others: its layout, classes and names of files.
  [[nodiscard]] nlohmann::ordered_json description(const std::string& name) const;

  [[nodiscard]] const Target& target(const std::string& name) const;

  /// Throws what decode() throws.
  [[nodiscard]] const trainer::Dataset& decoded(const std::string& name);

 private:
  int size_;
  trainer::ImageLimits limits_;
  std::vector<Target> targets_;
  std::map<std::string, trainer::Dataset> decoded_;
};

/// The part of a target that the limits allow, in its order: of a class the first test images, and
/// training images that the seed chooses.
[[nodiscard]] Target limited(const Target& target, const trainer::Limits& limits,
                             std::uint64_t seed);

}  // namespace transfer
