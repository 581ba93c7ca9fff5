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
  visit("test-limit", options.test_limit, "test images to use, the first of each class; 0: all");
  visit("augment", options.augment, "random flips and crops; default: for folders under sgd");
  visit("depth", options.depth, "of the WideResNet, 6n + 4 layers: 10, 16, 22, 28, …");
  visit("widen", options.widen, "of the WideResNet, times 16, 32 and 64 channels");
  visit("method", options.method,
        "sgd, or bgd: batch gradient descent, all images in one batch, with --learning-rate 1 and "
        "--epochs 3000 by default and without augmentation");
  visit("schedule", options.schedule,
        "auto[:beta=…,window=…,tolerance=…,ratio=…,epsilon=…,reference=first_level|"
        "previous_level], step:N[,stages=…], at:N,N,…, plateau[:patience=…,relative=…,"
        "absolute=…] or never; all but never take factor=…,floor=…,grow=… too (grow: by how much a "
        "decay multiplies the batch size instead of lowering the rate); counted in epochs");
  visit("epochs", options.epochs, "at most");
  visit("batch-size", options.batch_size, "images; all of them under bgd");
  visit("chunk-size", options.chunk_size,
        "under bgd: images at once where the memory does not hold all; each chunk has batch-norm "
        "statistics of its own, so this is an approximation; 0: all at once, exactly");
  visit("learning-rate", options.learning_rate, "of the first stage");
  visit("momentum", options.momentum, "of SGD, in [0, 1)");
  visit("weight-decay", options.weight_decay, "of SGD");
  visit("seed", options.seed, "of the initial weights and what --limit keeps");
  visit("order-seed", options.order_seed, "of the order and the augmentation; default: as --seed");
  visit("norms", options.norms, "keep the norms of each layer's parameters in norms.csv");
  visit("pattern-kinds", options.pattern_kinds,
        "for --data patterns: keep in patterns.csv which kinds are learned");
  visit("device", options.device, "auto, cpu or cuda");
  visit("threads", options.threads, "of the CPU; 0: one for each physical core");
}

void assign(const Json& json, Options& options) {
  for_each_setting(options, [&](const char* name, auto& setting, const char*) {
    setting = json.at(name).get<std::remove_reference_t<decltype(setting)>>();
  });
}

void require(bool accepted, const std::string& option, const std::string& range,
             const std::string& value) {
  if (!accepted) throw UsageError(option + " must be " + range + ", got " + value);
}

template <typename Number>
requires std::is_arithmetic_v<Number>
void require(bool accepted, const std::string& option, const std::string& range, Number value) {
  require(accepted, option, range, to_text(value));
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

bool is_bgd(const Options& options) { return options.method == "bgd"; }

std::string data_named(const std::string& text) {
  if (text == "patterns") return text;
  const std::filesystem::path path = std::filesystem::absolute(text).lexically_normal();
  return (path.has_filename() ? path : path.parent_path()).string();
}

void set_defaults(Options& options, const std::set<std::string>& given) {
  const auto set = [&](const std::string& name, auto& setting, const auto& value) {
    if (!given.contains(name)) setting = value;
  };
  set("augment", options.augment, options.data != "patterns" && !is_bgd(options));
  set("order-seed", options.order_seed, options.seed);
  if (!is_bgd(options)) return;
  set("batch-size", options.batch_size, 0);
  set("learning-rate", options.learning_rate, 1.0);
  set("epochs", options.epochs, 3000);
}

void check(const Options& o) {
  constexpr std::int64_t most = 1'000'000'000;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  require(o.limit >= 0, "--limit", "at least 0 images", o.limit);
  require(o.depth >= 10 && o.depth <= 10000 && o.depth % 6 == 4, "--depth", "6n + 4 in 10 … 10000",
          o.depth);
  require(o.widen >= 1 && o.widen <= 1000, "--widen", "in 1 … 1000", o.widen);
  require(o.epochs >= 1 && o.epochs <= most, "--epochs", "in 1 … 1000000000", o.epochs);
  require(o.test_limit >= 0, "--test-limit", "at least 0 images", o.test_limit);
  require(o.method == "sgd" || o.method == "bgd", "--method", "sgd or bgd", o.method);
  if (is_bgd(o)) {
    require(o.batch_size == 0, "--batch-size", "left out under bgd, whose batch is all images",
            o.batch_size);
    require(o.chunk_size >= 0, "--chunk-size", "at least 0 images", o.chunk_size);
    require(o.schedule.find("grow=") == o.schedule.npos, "--schedule",
            "without grow= under bgd, whose batch is all images", o.schedule);
    if (o.augment)
      throw UsageError("--augment draws anew in each epoch, which --method bgd is to be free of");
  } else {
    require(o.batch_size >= 1 && o.batch_size <= most, "--batch-size", "in 1 … 1000000000 images",
            o.batch_size);
    require(o.chunk_size == 0, "--chunk-size", "0 unless the method is bgd", o.chunk_size);
  }
  if (o.pattern_kinds && o.data != "patterns")
    throw UsageError("--pattern-kinds needs --data patterns, got " + o.data);
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

std::string method_text(const Options& options) {
  if (options.chunk_size == 0) return options.method;
  return options.method + " approximated in chunks of " + to_text(options.chunk_size);
}

nlohmann::ordered_json configuration(const Options& options) {
  Json json;
  for_each_setting(
      options, [&](const char* name, const auto& setting, const char*) { json[name] = setting; });
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
    if constexpr (std::same_as<Setting, bool>) {
      app.add_flag("--" + name + ",!--no-" + name, setting, help);
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

  options.data = data_named(options.data);
  std::set<std::string> given;
  for (const CLI::Option* option : app.get_options())
    if (option->count() > 0) given.insert(option->get_lnames().front());
  set_defaults(options, given);
  if (options.resume) {
    resume_configuration(options, given);
  } else if (holds_run(options.out)) {
    throw UsageError("--out: there is a run in " + options.out.string() +
                     " already; go on with it by --resume, or name another folder");
  }
  check(options);
  return options;
}

}  // namespace trainer
