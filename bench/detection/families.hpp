#pragma once

#include "detection/detector.hpp"

#include <string>
#include <vector>

namespace detection {

struct Setting {
  std::string text;  ///< "ema(0.9) | range(5, 0.01)"
  FirstFire first_fire;
};

/// Detectors of one kind.
struct Family {
  std::string name;               ///< one word
  std::vector<Setting> settings;  ///< the default first, then a grid that suits losses by epoch
};

/// The families of the paper's rule and of the library's own rules.
[[nodiscard]] std::vector<Family> own_families();

/// The families of other libraries' rules: those in compat/, and those in detectors/ that nobody
/// migrates from. If a library counts iterations, in windows of a thousand and more, the default
/// here is a hundredth of the library's default and counts epochs.
[[nodiscard]] std::vector<Family> peer_families();

/// All families, the paper's first, with 200 to 400 settings each. The sizes are similar because a
/// larger choice fits the logs better by chance.
[[nodiscard]] std::vector<Family> all_families();

}  // namespace detection
