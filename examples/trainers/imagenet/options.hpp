#pragma once

#include "data/image_limits.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace imagenet {

/// The settings of a run. The defaults are the recipe of the paper's section 4.3, which is
/// PyTorch's ImageNet example. All but `out` and `resume` form its configuration, which is stored
/// in its folder.
struct Options {
  std::string data;                   ///< a folder for index_image_folders(); its path is absolute
  std::int64_t limit = 0;             ///< training images, 0: all
  std::int64_t validation_limit = 0;  ///< validation images, 0: all
  std::int64_t image_size = 224;      ///< pixels per side
  trainer::ImageLimits image_limits = {};
  std::string model = "resnet50";  ///< see trainer::network_names
  std::string weights;             ///< absolute path of a trainer::TensorFile; "": random

  std::string schedule = "auto";  ///< see trainer::Schedule
  std::int64_t epochs = 90;       ///< at most
  std::int64_t batch_size = 256;  ///< images per step over all processes, in the first stage
  double learning_rate = 0.1;
  double momentum = 0.9;
  double weight_decay = 1e-4;
  std::string train_loss = "running";  ///< see trainer::EpochResult::train
  std::uint64_t seed = 0;

  std::int64_t checkpoint_steps = 1000;  ///< between checkpoints; 0: only at the end of an epoch
  std::int64_t timeout = 600;            ///< seconds to wait for another process

  std::string device = "auto";  ///< see trainer::select_device()
  std::int64_t threads = 0;     ///< CPU threads, 0: see trainer::use_threads(), or 1 per process
  std::int64_t workers = 0;     ///< decoding threads; 0: depends on the device

  std::filesystem::path out = "run";
  bool resume = false;

  /// Required by trainer::parse_run_options(); defined where it is used.
  template <typename AnyOptions, typename Visitor>
  static void for_each_setting(AnyOptions& options, Visitor&& visit);

  /// The settings that a resumed run may change.
  [[nodiscard]] static const std::set<std::string>& changeable();
};

/// Makes the paths of the data and the weights absolute.
void set_defaults(Options& options, const std::set<std::string>& given);

/// Throws support::UsageError that names the option, its range and its value if one is out of
/// range.
void check(const Options& options);

/// See trainer::parse_run_options().
[[nodiscard]] std::optional<Options> parse_options(int argc, const char* const* argv);

/// The run's configuration as stored in config.json.
[[nodiscard]] nlohmann::ordered_json configuration(const Options& options);

}  // namespace imagenet
