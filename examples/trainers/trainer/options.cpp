#include "trainer/options.hpp"

#include "trainer/device.hpp"
#include "trainer/run_folder.hpp"
#include "trainer/schedule.hpp"
#include "trainer/text.hpp"

#include <cmath>
#include <concepts>
#include <limits>
#include <set>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace trainer {
namespace {

using Json = nlohmann::ordered_json;

// What may differ between the two halves of a resumed run.
const std::set<std::string> changeable = {"epochs", "threads", "device"};

/// Visits each setting of a run with the one name it has on the command line and in config.json.
template <typename AnyOptions, typename Visitor>
void for_each_setting(AnyOptions& options, Visitor&& visit) {
  visit("data", options.data,
        "patterns (generated), a folder of CIFAR-10's binary batches, or a folder with "
        "train/<class>/ and test/<class>/ of JPEG or PNG images");
  visit("limit", options.limit, "training images to use, balanced over the classes; 0: all");
  visit("augment", options.augment, "random flips and crops; default: for folders only");
  visit("depth", options.depth, "of the WideResNet, 6n + 4 layers: 10, 16, 22, 28, …");
  visit("widen", options.widen, "of the WideResNet, times 16, 32 and 64 channels");
  visit("schedule", options.schedule,
        "auto[:beta=…,window=…,tolerance=…,ratio=…,epsilon=…,reference=first_level|"
        "previous_level], step:N[,stages=…], at:N,N,…, plateau[:patience=…,relative=…,"
        "absolute=…] or never; all but never take factor=…,floor=… too; counted in epochs");
  visit("epochs", options.epochs, "at most");
  visit("batch-size", options.batch_size, "images");
  visit("learning-rate", options.learning_rate, "of the first stage");
  visit("momentum", options.momentum, "of SGD, in [0, 1)");
  visit("weight-decay", options.weight_decay, "of SGD");
  visit("seed", options.seed, "of the initial weights, the order and the augmentation");
  visit("device", options.device, "auto, cpu or cuda");
  visit("threads", options.threads, "of the CPU; 0: one for each physical core");
}

void assign(const Json& json, Options& options) {
  for_each_setting(options, [&](const char* name, auto& setting, const char*) {
    using Setting = std::remove_reference_t<decltype(setting)>;
    if constexpr (std::same_as<Setting, std::optional<bool>>)
      setting = json.at(name).get<bool>();
    else
      setting = json.at(name).get<Setting>();
  });
}

template <typename Value>
void require(bool accepted, const std::string& option, const std::string& range,
             const Value& value) {
  if (!accepted) throw UsageError(option + " must be " + range + ", got " + to_text(value));
}

void check_ranges(const Options& o) {
  constexpr std::int64_t most = 1'000'000'000;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  require(o.limit >= 0, "--limit", "at least 0 images", o.limit);
  require(o.depth >= 10 && o.depth <= 10000 && o.depth % 6 == 4, "--depth", "6n + 4 in 10 … 10000",
          o.depth);
  require(o.widen >= 1 && o.widen <= 1000, "--widen", "in 1 … 1000", o.widen);
  require(o.epochs >= 1 && o.epochs <= most, "--epochs", "in 1 … 1000000000", o.epochs);
  require(o.batch_size >= 1 && o.batch_size <= most, "--batch-size", "in 1 … 1000000000 images",
          o.batch_size);
  require(o.learning_rate > 0.0 && o.learning_rate < infinity, "--learning-rate",
          "greater than 0 and finite", o.learning_rate);
  require(o.momentum >= 0.0 && o.momentum < 1.0, "--momentum", "in [0, 1)", o.momentum);
  require(o.weight_decay >= 0.0 && o.weight_decay < infinity, "--weight-decay",
          "at least 0 and finite", o.weight_decay);
  require(o.threads >= 0 && o.threads <= 1024, "--threads", "in 0 … 1024", o.threads);
  const auto parses = [](const char* option, auto&& parse) {
    try {
      parse();
    } catch (const std::invalid_argument& error) {
      throw UsageError(std::string(option) + ": " + error.what());
    }
  };
  parses("--schedule", [&] { Schedule schedule(o.schedule); });
  parses("--device", [&] { (void)select_device(o.device); });
}

/// The folder's configuration, with what was given on the command line and may differ.
void resume_configuration(Options& options, const std::set<std::string>& given) {
  if (!holds_run(options.out))
    throw UsageError("--resume: there is no run in " + options.out.string() +
                     "; begin it without --resume");
  Json merged = read_configuration(options.out);
  try {
    const Json asked = configuration(options);
    Json fixed = asked;
    for (auto& [name, value] : fixed.items())
      if (!given.contains(name)) value = merged.at(name);
    if (const std::string text = difference(merged, fixed); !text.empty()) throw UsageError(text);
    for (const std::string& name : changeable)
      if (given.contains(name)) merged[name] = asked.at(name);
    assign(merged, options);
  } catch (const Json::exception& error) {
    throw std::runtime_error((options.out / RunFolder::configuration_name).string() +
                             " is damaged: " + error.what());
  }
}

}  // namespace

nlohmann::ordered_json configuration(const Options& options) {
  Json json;
  for_each_setting(options, [&](const char* name, const auto& setting, const char*) {
    if constexpr (std::same_as<decltype(setting), const std::optional<bool>&>)
      json[name] = setting.value();
    else
      json[name] = setting;
  });
  return json;
}

std::string difference(const Json& there, const Json& here) {
  for (const auto& [name, value] : here.items()) {
    if (changeable.contains(name)) continue;
    const Json other = there.value(name, Json());
    if (other != value)
      return "--" + name + " is " + other.dump() + " in the run that is resumed and " +
             value.dump() + " here";
  }
  return {};
}

std::optional<Options> parse_options(int argc, const char* const* argv) {
  Options options;
  CLI::App app("Trains a WideResNet in learning stages, and keeps the run in a folder.");
  app.get_formatter()->column_width(34);
  app.set_version_flag("--version", AUTODECAY_VERSION);
  for_each_setting(options, [&](const std::string& name, auto& setting, const char* help) {
    using Setting = std::remove_reference_t<decltype(setting)>;
    if constexpr (std::same_as<Setting, std::optional<bool>>) {
      app.add_flag_function(
          "--" + name + ",!--no-" + name, [&setting](std::int64_t count) { setting = count > 0; },
          help);
    } else {
      CLI::Option* const option = app.add_option("--" + name, setting, help);
      option->capture_default_str();
      if (std::unsigned_integral<Setting>) option->check(CLI::NonNegativeNumber);
    }
  });
  app.add_option("--out", options.out, "the run's folder, which must not exist yet")
      ->capture_default_str();
  app.add_flag("--resume", options.resume, "go on with the run in --out, with its options");
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    app.exit(help);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }

  if (options.data != "patterns")
    options.data = std::filesystem::absolute(options.data).lexically_normal().string();
  if (!options.augment) options.augment = options.data != "patterns";
  if (options.resume) {
    std::set<std::string> given;
    for (const CLI::Option* option : app.get_options())
      if (option->count() > 0) given.insert(option->get_lnames().front());
    resume_configuration(options, given);
  } else if (holds_run(options.out)) {
    throw UsageError("--out: there is a run in " + options.out.string() +
                     " already; go on with it by --resume, or name another folder");
  }
  check_ranges(options);
  return options;
}

}  // namespace trainer
