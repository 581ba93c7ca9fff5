#include "transfer/options.hpp"

#include "run/run_command_line.hpp"
#include "run/schedule.hpp"
#include "support/files.hpp"
#include "support/paths.hpp"
#include "support/printable.hpp"
#include "transfer/option_ranges.hpp"

#include <algorithm>
#include <utility>

#include <autodecay/version.hpp>

namespace transfer {
namespace {

using support::require;
using support::UsageError;

std::string absolute(const std::string& path) {
  return path.empty() ? path : support::absolute_folder(path).string();
}

bool is_list_to_extend(const std::string& setting) {
  return setting == "target" || setting == "methods";
}

/// Adds names or paths to a list unless it contains them. A path replaces one whose folder has the
/// same name, since that data set has been moved.
void extend(nlohmann::ordered_json& list, const nlohmann::ordered_json& more) {
  const auto name = [](const nlohmann::ordered_json& entry) {
    return std::filesystem::path(entry.get<std::string>()).filename();
  };
  for (const auto& entry : more) {
    const auto same = std::find_if(list.begin(), list.end(),
                                   [&](const auto& other) { return name(other) == name(entry); });
    if (same != list.end())
      *same = entry;
    else
      list.push_back(entry);
  }
}

/// Replaces the schedules "auto" by plans for the epochs.
void plan_schedules(Options& options) {
  const auto plan = [](auto& recipe) {
    recipe.schedule = trainer::with_plan(recipe.schedule, recipe.epochs);
  };
  plan(options.finetune);
  plan(options.fix);
}

/// Sets the options to stored settings. Throws a std::exception for one of another type.
void read_settings(const nlohmann::ordered_json& settings, Options& options) {
  Options::for_each_setting(options, [&](const char* name, auto& setting, const char*) {
    trainer::read_setting(settings, name, setting);
  });
}

/// The settings of the folder's matrix: all of them are there, and their numbers are in range.
nlohmann::ordered_json stored_settings(const std::filesystem::path& folder) {
  const nlohmann::ordered_json there = trainer::read_configuration(folder);
  nlohmann::ordered_json settings;
  if (there.contains("settings")) settings = there.at("settings");
  Options stored;
  trainer::require_settings(settings, settings_of(stored), folder);
  try {
    read_settings(settings, stored);
    check_numbers(stored);
  } catch (const std::exception& error) {
    throw std::runtime_error((folder / trainer::RunFolder::configuration_name).string() +
                             " is damaged: " + error.what());
  }
  return settings;
}

/// Takes the options from the folder's matrix, except those that were given and may change. The
/// schedules "auto" are the plans for the epochs of the matrix.
void take_over(Options& options, const std::set<std::string>& given) {
  nlohmann::ordered_json settings = stored_settings(options.out);
  for (const auto& [name, epochs] : {std::pair("finetune-epochs", &options.finetune.epochs),
                                     std::pair("fix-epochs", &options.fix.epochs)})
    if (!given.contains(name)) settings.at(name).get_to(*epochs);
  plan_schedules(options);
  const nlohmann::ordered_json asked = settings_of(options);
  for (const std::string& name : given) {
    if (!asked.contains(name)) continue;
    if (!Options::changeable().contains(name) && settings.at(name) != asked.at(name))
      throw UsageError(
          "--" + name + " is " + settings.at(name).dump() + " in " + options.out.string() +
          " and " + asked.at(name).dump() +
          " here; its results would not be comparable, so choose another folder with --out");
    if (!is_list_to_extend(name)) settings[name] = asked.at(name);
  }
  for (const char* const list : {"target", "methods"})
    if (given.contains(list)) extend(settings[list], asked.at(list));
  read_settings(settings, options);
}

/// The name of a target's folder is a cell of cells.csv, whose rows are lines.
void require_one_line(const std::string& target) {
  const std::string folder = std::filesystem::path(target).filename().string();
  require(folder.find_first_of("\r\n") == folder.npos, "--target",
          "a folder whose name has no line break", support::printable(target));
}

void check(const Options& o) {
  if (o.source.empty())
    throw UsageError(
        "--source is required: the folder of a run trained by imagenet or "
        "learning_stages");
  if (o.targets.empty()) throw UsageError("--target is required: a folder of images");
  for (const std::string& path : o.source) trainer::require_utf8("--source", path);
  for (const std::string& path : o.targets) {
    trainer::require_utf8("--target", path);
    require_one_line(path);
  }
  trainer::require_utf8("--source-images", o.source_images);
  if (o.methods.empty()) throw UsageError("--methods must name finetune, fix or both");
  for (const std::string& method : o.methods)
    require(method_named(method).has_value(), "--methods", "finetune or fix", method);
  check_numbers(o);
  support::require_parses("--finetune-schedule",
                          [&] { trainer::Schedule schedule(o.finetune.schedule); });
  support::require_parses("--fix-schedule", [&] { trainer::Schedule schedule(o.fix.schedule); });
  support::require_parses("--device", [&] { (void)trainer::select_device(o.device); });
}

}  // namespace

template <typename AnyOptions, typename Visitor>
void Options::for_each_setting(AnyOptions& options, Visitor&& visit) {
  visit("source", options.source,
        "the folder of a run trained by imagenet or learning_stages, or its "
        "stage-k.safetensors files");
  visit("target", options.targets,
        "a data set to transfer to, may be repeated: Caltech256, CUB-200-2011, MIT Indoor 67 or "
        "TU-Berlin Sketch250 as published, or train/<class>/ and test/<class>/");
  visit("source-images", options.source_images,
        "images of the source as such a data set, for the distances and Figure 9; default: the "
        "data that the source run was trained on");
  visit("methods", options.methods, "finetune (all layers), fix (a linear layer on the features)");
  visit("finetune-seeds", options.finetune_seeds, "trainings per snapshot and target");
  visit("fix-seeds", options.fix_seeds, "trainings per snapshot and target");

  visit("image-size", options.image_size,
        "pixels per side: the centre after scaling the shorter side to 256/224 of that; 0: the "
        "size that the source was trained on, or 64 if it is not recorded");
  trainer::visit_image_limits(options.image_limits, visit);
  visit("limit", options.limit, "training images of a target, balanced over the classes; 0: all");
  visit("test-limit", options.test_limit,
        "test images of a target, the first of each class; 0: all");
  visit("train-per-class", options.layout.train_per_class,
        "training images per class if no split is published: Caltech256, Sketch250");
  visit("split-seed", options.layout.split_seed, "seed of those splits");
  visit("clutter", options.layout.clutter, "keep Caltech256's clutter class");
  visit("boxes", options.layout.boxes, "crop CUB's images to their bounding boxes");

  visit("finetune-schedule", options.finetune.schedule, "as for learning_stages");
  visit("finetune-epochs", options.finetune.epochs, "maximum number of epochs");
  visit("finetune-batch-size", options.finetune.batch_size, "images per step");
  visit("finetune-learning-rate", options.finetune.learning_rate,
        "learning rate of all layers but the last");
  visit("finetune-head-factor", options.finetune.head_factor,
        "the last layer's rate divided by that of the others");
  visit("finetune-momentum", options.finetune.momentum, "momentum of SGD, in [0, 1)");
  visit("finetune-weight-decay", options.finetune.weight_decay, "weight decay of SGD");
  visit("finetune-augment", options.finetune.augment, "mirror and shift training images");

  visit("fix-schedule", options.fix.schedule, "as for learning_stages");
  visit("fix-epochs", options.fix.epochs, "maximum number of epochs");
  visit("fix-batch-size", options.fix.batch_size, "images per step");
  visit("fix-learning-rate", options.fix.learning_rate, "learning rate of the linear layer");
  visit("fix-momentum", options.fix.momentum, "momentum of SGD, in [0, 1)");
  visit("fix-weight-decay", options.fix.weight_decay, "weight decay of SGD");

  visit("device", options.device, "auto, cpu or cuda");
  visit("threads", options.threads, "CPU threads; 0: one per physical core");
}

const std::set<std::string>& Options::changeable() {
  static const std::set<std::string> names = {"source", "target",  "source-images",  "methods",
                                              "device", "threads", "finetune-seeds", "fix-seeds"};
  return names;
}

std::optional<Options> parse_options(int argc, const char* const* argv) {
  Options options;
  CLI::App app(
      "Transfers the snapshots of a run's stages to other data sets, and shows in the paper's "
      "Table 2 what each stage gains. A call with the same --out resumes an interrupted matrix or "
      "extends it.\n"
      "`transfer table OUT` prints the table again.",
      "transfer");
  app.get_formatter()->column_width(38);
  app.set_version_flag("--version", autodecay::version);
  trainer::add_settings(app, options);
  app.get_option("--source")->check(support::existing_path);
  for (const char* const name : {"--target", "--source-images"})
    app.get_option(name)->check(support::existing_folder);
  support::add_option(app, "--out", options.out, "folder for the matrix")
      ->check(support::output_folder)
      ->capture_default_str();
  app.add_flag("--recommend", options.recommend,
               "print which stage to use for each target instead of the table");
  if (!support::parse_command_line(app, argc, argv)) return std::nullopt;

  for (std::string& path : options.source) path = absolute(path);
  for (std::string& path : options.targets) path = absolute(path);
  options.source_images = absolute(options.source_images);
  if (std::filesystem::exists(options.out / trainer::RunFolder::configuration_name))
    take_over(options, trainer::given_in(app));
  else
    plan_schedules(options);
  check(options);
  return options;
}

nlohmann::ordered_json settings_of(const Options& options) { return trainer::settings_of(options); }

}  // namespace transfer
