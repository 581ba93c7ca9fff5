#pragma once

#include "data/image_limits.hpp"
#include "support/usage_error.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace trainer {

/// The settings of a run. All but `out` and `resume` form its configuration, which is stored in its
/// folder.
///
/// The method is "sgd", or "bgd" for batch gradient descent (paper, section 3.3 and A.2): all
/// images form one batch, an epoch is one iteration, and only the initial weights are random.
struct Options {
  std::string data = "patterns";  ///< see load_dataset(); a folder's path is absolute
  std::int64_t limit = 0;         ///< training images, 0: all
  std::int64_t test_limit = 0;    ///< test images, 0: all
  ImageLimits image_limits = {};  ///< of a folder's images
  bool augment = false;           ///< mirror and shift images; by default for folders under sgd

  std::int64_t depth = 28;  ///< of the WideResNet, 6n + 4
  std::int64_t widen = 1;

  std::string method = "sgd";
  std::string schedule = "auto";  ///< see Schedule
  std::int64_t epochs = 300;      ///< at most; 3000 by default under bgd
  std::int64_t batch_size = 128;  ///< images per step in the first stage; 0 under bgd: all
  std::int64_t chunk_size = 0;    ///< under bgd, images per forward pass; only 0, all, is exact
  double learning_rate = 0.1;     ///< 1 by default under bgd
  double momentum = 0.9;
  double weight_decay = 1e-4;
  double average_weights = 0.0;        ///< the share of a WeightAverage; 0: none
  std::string train_loss = "running";  ///< see EpochResult::train
  std::uint64_t seed = 0;
  std::uint64_t order_seed = 0;  ///< for the order and the augmentation; by default the seed

  bool norms = false;          ///< record norm_probe()
  bool pattern_kinds = false;  ///< record pattern_probe()

  std::int64_t checkpoint_steps = 1000;  ///< between checkpoints; 0: only at the end of an epoch

  std::string device = "auto";  ///< see select_device()
  std::int64_t threads = 0;     ///< CPU threads, 0: one per physical core

  std::filesystem::path out = "run";
  bool resume = false;

  /// Required by parse_run_options(); defined where it is used.
  template <typename AnyOptions, typename Visitor>
  static void for_each_setting(AnyOptions& options, Visitor&& visit);

  /// The settings that a resumed run may change.
  [[nodiscard]] static const std::set<std::string>& changeable();
};

/// Whether the method is batch gradient descent.
[[nodiscard]] bool is_bgd(const Options& options);

/// The data that a command-line text names, in the form of Options::data: "patterns", or a folder's
/// absolute path without a trailing slash, so each folder has one name.
[[nodiscard]] std::string data_named(const std::string& text);

/// For CLI::Option::check(): accepts "patterns" and a folder.
[[nodiscard]] std::string data_path(const std::string& text);

/// Names the data as data_named() does, and sets the options whose defaults depend on the method or
/// the data, unless `given` contains their names on the command line.
void set_defaults(Options& options, const std::set<std::string>& given);

/// Throws UsageError that names the option, its range and its value if one is out of range.
void check(const Options& options);

/// Reads the command line; with `--resume`, the folder's configuration supplies the options that
/// are not given. For --help, prints it and returns nothing. Throws UsageError as check() does and
/// for a configuration that differs from the resumed one; throws std::runtime_error that names
/// config.json if it is damaged.
[[nodiscard]] std::optional<Options> parse_options(int argc, const char* const* argv);

/// The method in words: "sgd", "bgd", or which approximation of bgd the run uses.
[[nodiscard]] std::string method_text(const Options& options);

/// The run's configuration as stored in config.json.
[[nodiscard]] nlohmann::ordered_json configuration(const Options& options);

/// The first option that differs from the resumed run's configuration, as a text with both values;
/// empty if both describe the same run. Epochs, checkpoint steps, threads and device may differ.
[[nodiscard]] std::string difference(const nlohmann::ordered_json& resumed,
                                     const nlohmann::ordered_json& here);

}  // namespace trainer
