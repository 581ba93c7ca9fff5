#pragma once

#include "data/dataset.hpp"
#include "transfer/options.hpp"
#include "transfer/target.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace transfer {

/// The images of the targets. At most one target's are decoded at a time, since they take 3 bytes per
/// pixel.
class Images {
 public:
  /// Lists the images of the targets and applies the options' limits. Throws support::UsageError
  /// for two targets of the same name and for limits below a target's number of classes, and as
  /// read_target() does.
  explicit Images(const Options& options);

  /// The targets' names in order.
  [[nodiscard]] std::vector<std::string> names() const;

  /// Identifies a target's list of images: its layout, classes and file names.
  [[nodiscard]] nlohmann::ordered_json description(const std::string& name) const;

  [[nodiscard]] const Target& target(const std::string& name) const;

  /// The decoded images of a target, which are kept until another target's are asked for. Throws as
  /// decode() does.
  [[nodiscard]] const trainer::Dataset& decoded(const std::string& name);

 private:
  struct Decoded {
    std::string name;
    trainer::Dataset data;
  };

  int size_;
  trainer::ImageLimits limits_;
  std::vector<Target> targets_;
  std::optional<Decoded> decoded_;
};

/// The part of a target that the limits allow, in the original order: the first test images of each
/// class, and training images chosen by the seed.
[[nodiscard]] Target limited(const Target& target, const trainer::Limits& limits,
                             std::uint64_t seed);

}  // namespace transfer
