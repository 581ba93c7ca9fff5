#pragma once

#include "transfer/cell.hpp"
#include "transfer/finetune.hpp"
#include "transfer/linear_classifier.hpp"
#include "transfer/target.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace transfer {

/// What to train: from each snapshot of the source, to each target, by each method, with each seed.
/// All but `out` and `recommend` are stored in the folder's config.json.
struct Options {
  std::vector<std::string> source;   ///< a run's folder, or the files of its snapshots; absolute
  std::vector<std::string> targets;  ///< folders for read_target(), absolute
  std::string source_images;         ///< like a target; "": the data that the source run names
  std::vector<std::string> methods = {"finetune", "fix"};
  std::int64_t finetune_seeds = 3;  ///< seeds 0 … n - 1
  std::int64_t fix_seeds = 5;       ///< seeds 0 … n - 1

  trainer::ImageLimits image_limits = {};
  std::int64_t image_size = 0;  ///< pixels per side; 0: the source's size, or 64
  std::int64_t limit = 0;       ///< training images of a target, 0: all
  std::int64_t test_limit = 0;  ///< test images of a target, 0: all
  TargetOptions layout;
  FinetuneOptions finetune;
  FixOptions fix;

  std::string device = "auto";  ///< see trainer::select_device()
  std::int64_t threads = 0;     ///< CPU threads, 0: see trainer::use_threads()

  std::filesystem::path out = "transfer";
  bool recommend = false;  ///< print the stage to use instead of the table

  /// Calls visit(name, setting, help) for each setting, with its name on the command line and in
  /// config.json; defined where it is used.
  template <typename AnyOptions, typename Visitor>
  static void for_each_setting(AnyOptions& options, Visitor&& visit);

  /// The settings that may change between calls on the same folder: what to train, where the data
  /// are, and where to compute. The others are the recipe, on which the numbers depend.
  [[nodiscard]] static const std::set<std::string>& changeable();
};

/// Reads the command line. If the folder already has a matrix, it supplies the settings that are
/// not given, and the given targets and methods are added to the existing ones. For --help and
/// --version, prints them and returns nothing.
///
/// Throws support::UsageError that names the option, its range and its value if one is out of
/// range, and for a recipe that differs from the folder's; throws std::runtime_error that names the
/// folder's config.json if it is damaged or has a number out of range.
[[nodiscard]] std::optional<Options> parse_options(int argc, const char* const* argv);

/// The settings as stored in config.json.
[[nodiscard]] nlohmann::ordered_json settings_of(const Options& options);

}  // namespace transfer
