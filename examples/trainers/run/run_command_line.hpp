#pragma once

// The command line of the programs that keep each run in a folder. Include it only in the one
// source file per program that reads the command line: CLI11 is slow to compile.

#include "engine/device.hpp"
#include "run/json_text.hpp"
#include "run/recipe_ranges.hpp"
#include "run/run_folder.hpp"
#include "run/schedule.hpp"
#include "support/command_line.hpp"
#include "support/paths.hpp"
#include "support/usage_error.hpp"

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <type_traits>

#include <nlohmann/json.hpp>

namespace trainer {

/// The help of the settings that all trainings with SGD share.
inline constexpr const char* checkpoint_steps_help =
    "steps between checkpoints within an epoch; 0: only at its end";
inline constexpr const char* train_loss_help =
    "the training loss that the schedule observes and metrics.csv records: running, the mean over "
    "the epoch while the weights change, or evaluated, on all training images without augmentation "
    "after each epoch";

/// The settings of an options type as stored in config.json. The type has a static
/// for_each_setting(options, visit), which calls visit(name, setting, help) for each setting; the
/// name is the same on the command line and in the configuration.
template <typename Options>
[[nodiscard]] nlohmann::ordered_json settings_of(const Options& options) {
  nlohmann::ordered_json json;
  Options::for_each_setting(
      options, [&](const char* name, const auto& setting, const char*) { json[name] = setting; });
  return json;
}

/// Adds each setting to the command line; a bool as --name and --no-name.
template <typename Options>
void add_settings(CLI::App& app, Options& options) {
  Options::for_each_setting(options, [&](const std::string& name, auto& setting, const char* help) {
    using Setting = std::remove_reference_t<decltype(setting)>;
    if constexpr (std::same_as<Setting, bool>) {
      app.add_flag("--" + name + ",!--no-" + name, setting, help);
    } else {
      support::add_option(app, "--" + name, setting, help)->capture_default_str();
    }
  });
}

/// The names of the options given on the command line.
[[nodiscard]] inline std::set<std::string> given_in(const CLI::App& app) {
  std::set<std::string> given;
  for (const CLI::Option* option : app.get_options())
    if (option->count() > 0) given.insert(option->get_lnames().front());
  return given;
}

/// Throws std::runtime_error that names the folder's configuration if it lacks one of the settings.
inline void require_settings(const nlohmann::ordered_json& there,
                             const nlohmann::ordered_json& settings,
                             const std::filesystem::path& folder) {
  for (const auto& [name, value] : settings.items())
    if (!there.contains(name))
      throw std::runtime_error((folder / RunFolder::configuration_name).string() +
                               " is damaged or of an earlier version, which alone can resume it: "
                               "it has no " +
                               name);
}

/// Reads a setting of the configuration. nlohmann's own conversion accepts numbers that an integer cannot
/// hold.
template <typename Setting>
void read_setting(const nlohmann::ordered_json& settings, const char* name, Setting& setting) {
  if constexpr (std::same_as<Setting, std::int64_t>)
    setting = integer_at(settings, name);
  else if constexpr (std::same_as<Setting, std::uint64_t>)
    setting = unsigned_at(settings, name);
  else
    setting = settings.at(name).get<Setting>();
}

/// Sets the options to the settings of the run in their folder, except those that were given on the
/// command line and may change. The schedule "auto" is the plan for the epochs given, or else for those
/// of that run.
template <typename Options>
void resume_settings(Options& options, const std::set<std::string>& given) {
  if (!holds_run(options.out))
    throw support::UsageError("--resume: there is no run in " + options.out.string() +
                              "; start it without --resume");
  nlohmann::ordered_json merged = read_configuration(options.out);
  require_settings(merged, settings_of(options), options.out);
  try {
    if (!given.contains("epochs")) read_setting(merged, "epochs", options.epochs);
    options.schedule = with_plan(options.schedule, options.epochs);
    const nlohmann::ordered_json asked = settings_of(options);
    nlohmann::ordered_json fixed = asked;
    for (auto& [name, value] : fixed.items())
      if (!given.contains(name)) value = merged.at(name);
    const std::string text = settings_difference(merged, fixed, Options::changeable());
    if (!text.empty()) throw support::UsageError(text);
    for (const std::string& name : Options::changeable())
      if (given.contains(name)) merged[name] = asked.at(name);
    Options::for_each_setting(options, [&](const char* name, auto& setting, const char*) {
      read_setting(merged, name, setting);
    });
  } catch (const support::UsageError&) {
    throw;
  } catch (const std::exception& error) {
    throw std::runtime_error((options.out / RunFolder::configuration_name).string() +
                             " is damaged: " + error.what());
  }
}

/// Reads the command line; with `--resume`, the folder's configuration supplies the options that
/// are not given. For --help and --version, prints them and returns nothing.
///
/// In addition to for_each_setting(), the type has `out`, `resume` and the set `changeable()` of
/// settings that a resumed run may change, and its `schedule` may be the "auto" of with_plan(). Its
/// namespace has set_defaults(options, given), which sets the options whose defaults depend on
/// others, and check(options). `restrict_paths(app)` adds the checks of the paths that only the
/// command line names.
///
/// Throws UsageError for invalid or contradictory options and for a configuration that differs from
/// the resumed one; throws std::runtime_error that names config.json if it is damaged.
template <typename Options, typename RestrictPaths>
[[nodiscard]] std::optional<Options> parse_run_options(int argc, const char* const* argv,
                                                       const std::string& description,
                                                       const std::string& version,
                                                       const RestrictPaths& restrict_paths) {
  Options options;
  CLI::App app(description);
  app.get_formatter()->column_width(34);
  app.set_version_flag("--version", version);
  add_settings(app, options);
  restrict_paths(app);
  support::add_option(app, "--out", options.out, "the run's folder, which must not exist yet")
      ->check(support::output_folder)
      ->capture_default_str();
  app.add_flag("--resume", options.resume, "resume the run in --out with its options");
  if (!support::parse_command_line(app, argc, argv)) return std::nullopt;

  const std::set<std::string> given = given_in(app);
  set_defaults(options, given);
  if (options.resume) {
    resume_settings(options, given);
  } else if (holds_run(options.out)) {
    throw support::UsageError("--out: there is already a run in " + options.out.string() +
                              "; resume it with --resume, or choose another folder");
  } else {
    options.schedule = with_plan(options.schedule, options.epochs);
  }
  check(options);
  return options;
}

/// Throws UsageError as check() does, for the settings shared by all trainings with SGD.
template <typename Options>
void check_recipe(const Options& o) {
  require_sgd(o);
  support::require(o.train_loss == "running" || o.train_loss == "evaluated", "--train-loss",
                   "running or evaluated", o.train_loss);
  support::require(o.checkpoint_steps >= 0, "--checkpoint-steps", "at least 0 steps",
                   o.checkpoint_steps);
  support::require(o.threads >= 0 && o.threads <= 1024, "--threads", "in 0 … 1024", o.threads);
  support::require_parses("--schedule", [&] { Schedule schedule(o.schedule); });
  support::require_parses("--device", [&] { (void)select_device(o.device); });
}

}  // namespace trainer
