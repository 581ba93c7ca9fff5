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
  std::string name;               ///< without spaces
  std::vector<Setting> settings;  ///< the default first, then a grid that suits losses by epoch
};

/// The families of the paper's rule and of the library's own rules.
[[nodiscard]] std::vector<Family> own_families();

/// The families of other libraries' rules: those in compat/, and those in detectors/ that nobody
/// migrates from. If a library counts iterations, in windows of a thousand and more, the default
/// here is a hundredth of the library's default and counts epochs.
[[nodiscard]] std::vector<Family> peer_families();

/// The families of rules that know no plan, the paper's first, with 200 to 400 settings each. The
/// sizes are similar because a larger choice fits the logs better by chance.
[[nodiscard]] std::vector<Family> unplanned_families();

/// The families of rules that know the planned length n of a stage: the paper's rule and those of
/// other libraries with windows in units of n, the library's own, once with half a trust in n
/// ("roughly-n"), and two that look at no loss:
/// "clock" ends every stage after the same number of losses, and "shortening" after the same share
/// of n. Likewise with 200 to 400 settings each, except those two, which have one option.
[[nodiscard]] std::vector<Family> planned_families();

/// The name of the family that does without a plan what a planned one does with it: "PyTorch" of
/// "PyTorch(n)", and RemainingImprovement of MarginalImprovement. Empty for any other name.
[[nodiscard]] std::string without_plan(const std::string& planned);

}  // namespace detection
