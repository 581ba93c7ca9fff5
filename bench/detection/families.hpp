#pragma once

#include "detection/detector.hpp"

#include <string>
#include <vector>

namespace detection {

struct Setting {
  std::string text;  ///< "window 5, tolerance 0.01"
  FirstFire first_fire;
};

/// Detectors of one kind.
struct Family {
  std::string name;               ///< one word
  std::vector<Setting> settings;  ///< the default first, then a grid that suits losses by epoch
};

/// The paper's and the library's own.
[[nodiscard]] std::vector<Family> own_families();

/// Those of other libraries: compat/ of the library, and detectors/ for the rules that nobody
/// migrates from. Where a library counts iterations, in windows of a
/// thousand and more, the default here is a hundredth of its own and counts epochs.
[[nodiscard]] std::vector<Family> peer_families();

/// All that are compared, the paper's first, with 200 to 400 settings each: who may choose among
/// more fits the logs better by chance alone.
[[nodiscard]] std::vector<Family> all_families();

}  // namespace detection
