#pragma once

#include "figures/figure.hpp"
#include "figures/laboratory.hpp"
#include "figures/scale.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace figures {

/// What all figures of a command share.
struct Work {
  Laboratory& laboratory;
  const Scale& scale;
  const std::filesystem::path& folder;
};

/// A figure that `learning_stages figure` draws.
struct Figure {
  std::string name;
  std::string title;
  std::vector<Claim> (*write)(const Work&);
  std::string (*note)(const Work&);         ///< the picture's small print
  std::string (*basis)(const Work&);        ///< of its claims, see line_of()
  bool needs_data = false;                  ///< from the caller, except at the smallest scale
  std::vector<std::string> arguments = {};  ///< for its script, after the note
};

/// All of them, in the order in which they are drawn.
[[nodiscard]] const std::vector<Figure>& all_figures();

}  // namespace figures
