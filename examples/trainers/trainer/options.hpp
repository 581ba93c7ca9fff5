#pragma once

#include "trainer/image_limits.hpp"
#include "trainer/usage_error.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace trainer {

/// What a run was asked to do. All but `out` and `resume` is its configuration, kept in its folder.
///
/// The method is "sgd", or "bgd" for batch gradient descent (paper, section 3.3 and A.2), where all
/// images are one batch, an epoch one iteration, and nothing is random but the initial weights.
struct Options {
  std::string data = "patterns";  ///< see load_dataset(); a folder's path is absolute
  std::int64_t limit = 0;         ///< training images, 0: all
  std::int64_t test_limit = 0;    ///< test images, 0: all
  ImageLimits image_limits = {};  ///< of a folder's images
  bool augment = false;           ///< flips and crops; by default for folders under sgd

  std::int64_t depth = 28;  ///< of the WideResNet, 6n + 4
  std::int64_t widen = 1;

  std::string method = "sgd";
  std::string schedule = "auto";  ///< see Schedule
  std::int64_t epochs = 300;      ///< at most; 3000 by default under bgd
  std::int64_t batch_size = 128;  ///< images, in the first stage; 0 under bgd: all
  std::int64_t chunk_size = 0;    ///< under bgd, images at once; 0: all, which alone is exact
  double learning_rate = 0.1;     ///< 1 by default under bgd
  double momentum = 0.9;
  double weight_decay = 1e-4;
  std::uint64_t seed = 0;
  std::uint64_t order_seed = 0;  ///< of the order and the augmentation; by default the seed

  bool norms = false;          ///< measure norm_probe()
  bool pattern_kinds = false;  ///< measure pattern_probe()

  std::string device = "auto";  ///< see select_device()
  std::int64_t threads = 0;     ///< of the CPU, 0: one for each physical core

  std::filesystem::path out = "run";
  bool resume = false;

  /// As parse_run_options() asks for it; defined where it is used.
  template <typename AnyOptions, typename Visitor>
  static void for_each_setting(AnyOptions& options, Visitor&& visit);

  /// The settings that may differ between the two halves of a resumed run.
  [[nodiscard]] static const std::set<std::string>& changeable();
};

/// Whether the method is batch gradient descent.
[[nodiscard]] bool is_bgd(const Options& options);

/// The data that a text on the command line names, as Options has it: "patterns", or a folder's
/// path, absolute and without a slash at its end, so that a folder has one name.
[[nodiscard]] std::string data_named(const std::string& text);

/// Names the data as data_named() does, and gives the options that the method and the data have a say
/// in the values that they have unless `given`, which names options as the command line does.
void set_defaults(Options& options, const std::set<std::string>& given);

/// Throws UsageError that names the option, its range and the value for whatever is out of range.
void check(const Options& options);

/// Reads the command line, and for `--resume` what it leaves out from the folder's configuration.
/// Prints and returns nothing for --help. Throws UsageError as check() does, and for a configuration
/// that differs from the one that is resumed; std::runtime_error that names config.json if that is
/// damaged.
[[nodiscard]] std::optional<Options> parse_options(int argc, const char* const* argv);

/// The method in words: "sgd", "bgd", or of which approximation of bgd the run is.
[[nodiscard]] std::string method_text(const Options& options);

/// The run's configuration as it stands in config.json.
[[nodiscard]] nlohmann::ordered_json configuration(const Options& options);

/// The first option in which a configuration differs from that of the run that is resumed, as text
/// with both values; empty if they describe the same run. Epochs, threads and device may differ.
[[nodiscard]] std::string difference(const nlohmann::ordered_json& resumed,
                                     const nlohmann::ordered_json& here);

}  // namespace trainer
