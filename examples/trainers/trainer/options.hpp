#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace trainer {

/// The command line asks for something that cannot be: exit code 2, nothing written.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What `learning_stages` was asked to do. All but `out` and `resume` is the run's configuration,
/// kept in its folder.
struct Options {
  std::string data = "patterns";  ///< see load_dataset(); a folder's path is absolute
  std::int64_t limit = 0;         ///< training images, 0: all
  std::optional<bool> augment;    ///< flips and crops; by default for folders alone

  std::int64_t depth = 28;  ///< of the WideResNet, 6n + 4
  std::int64_t widen = 1;

  std::string schedule = "auto";  ///< see Schedule
  std::int64_t epochs = 300;      ///< at most
  std::int64_t batch_size = 128;  ///< images
  double learning_rate = 0.1;
  double momentum = 0.9;
  double weight_decay = 1e-4;
  std::uint64_t seed = 0;

  std::string device = "auto";  ///< see select_device()
  std::int64_t threads = 0;     ///< of the CPU, 0: one for each physical core

  std::filesystem::path out = "run";
  bool resume = false;
};

/// Reads the command line, and for `--resume` what it leaves out from the folder's configuration.
/// Prints and returns nothing for --help. Throws UsageError that names the option, its range and
/// the value for whatever is out of range, and for a configuration that differs from the one that
/// is resumed; std::runtime_error that names config.json if that is damaged.
[[nodiscard]] std::optional<Options> parse_options(int argc, const char* const* argv);

/// The run's configuration as it stands in config.json.
[[nodiscard]] nlohmann::ordered_json configuration(const Options& options);

/// The first option in which a configuration differs from that of the run that is resumed, as text
/// with both values; empty if they describe the same run. Epochs, threads and device may differ.
[[nodiscard]] std::string difference(const nlohmann::ordered_json& resumed,
                                     const nlohmann::ordered_json& here);

}  // namespace trainer
