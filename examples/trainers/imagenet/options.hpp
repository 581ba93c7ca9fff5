#pragma once

#include "trainer/image_limits.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace imagenet {

/// What a run was asked to do; the defaults are the recipe of the paper's section 4.3, PyTorch's
/// ImageNet example. All but `out` and `resume` is its configuration, kept in its folder.
struct Options {
  std::string data;                   ///< a folder for index_image_folders(); its path is absolute
  std::int64_t limit = 0;             ///< training images, 0: all
  std::int64_t validation_limit = 0;  ///< validation images, 0: all
  std::int64_t image_size = 224;      ///< pixels on each side
  trainer::ImageLimits image_limits = {};
  std::string model = "resnet50";  ///< or resnet18, resnet34, resnet101, resnet152
  std::string weights;             ///< a trainer::TensorFile, absolute; "": drawn

  std::string schedule = "auto";  ///< see trainer::Schedule
  std::int64_t epochs = 90;       ///< at most
  std::int64_t batch_size = 256;  ///< images of a step, over all processes, in the first stage
  double learning_rate = 0.1;
  double momentum = 0.9;
  double weight_decay = 1e-4;
  std::uint64_t seed = 0;

  std::int64_t checkpoint_steps = 1000;  ///< from one checkpoint to the next; 0: each epoch's end
  std::int64_t timeout = 600;            ///< seconds to wait for another process

  std::string device = "auto";  ///< see trainer::select_device()
  std::int64_t threads = 0;  ///< of the CPU, 0: see trainer::use_threads(); 1 of several processes
  std::int64_t workers = 0;  ///< threads that decode images; 0: as many as suit the device

  std::filesystem::path out = "run";
  bool resume = false;

  /// As trainer::parse_run_options() asks for it; defined where it is used.
  template <typename AnyOptions, typename Visitor>
  static void for_each_setting(AnyOptions& options, Visitor&& visit);

  /// The settings that may differ between the two halves of a resumed run.
  [[nodiscard]] static const std::set<std::string>& changeable();
};

/// Makes the paths of the data and the weights absolute.
void set_defaults(Options& options, const std::set<std::string>& given);

/// Throws trainer::UsageError that names the option, its range and the value for whatever is out of
/// range.
void check(const Options& options);

/// As trainer::parse_run_options().
[[nodiscard]] std::optional<Options> parse_options(int argc, const char* const* argv);

/// The run's configuration as it stands in config.json.
[[nodiscard]] nlohmann::ordered_json configuration(const Options& options);

/// The layers of the ResNet that the options name.
[[nodiscard]] std::int64_t depth_of(const std::string& model);

}  // namespace imagenet
