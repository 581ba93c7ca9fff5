#include "imagenet/options.hpp"

#include "model/network_shape.hpp"
#include "run/run_command_line.hpp"
#include "run/schedule.hpp"
#include "support/files.hpp"
#include "support/paths.hpp"
#include "support/text.hpp"

#include <autodecay/version.hpp>

namespace imagenet {

template <typename AnyOptions, typename Visitor>
void Options::for_each_setting(AnyOptions& options, Visitor&& visit) {
  visit("data", options.data,
        "a folder with train/<class>/ and val/<class>/ (or test/<class>/) of JPEG or PNG images");
  visit("limit", options.limit, "training images to use, balanced over the classes; 0: all");
  visit("validation-limit", options.validation_limit,
        "validation images to use, the first of each class; 0: all");
  visit("image-size", options.image_size,
        "pixels per side: a random crop of that size in training; in validation the centre after "
        "scaling the shorter side to 256/224 of that");
  trainer::visit_image_limits(options.image_limits, visit);
  visit("model", options.model, trainer::network_names);
  visit("weights", options.weights,
        "the initial weights: a stage-k.safetensors, or a state dict saved in Python with "
        "safetensors.torch.save_file; default: drawn from the seed");
  visit("schedule", options.schedule, trainer::schedule_help);
  visit("epochs", options.epochs, "maximum number of epochs");
  visit("batch-size", options.batch_size, "images per step, over all processes");
  visit("learning-rate", options.learning_rate, "learning rate of the first stage");
  visit("momentum", options.momentum, "momentum of SGD, in [0, 1)");
  visit("weight-decay", options.weight_decay, "weight decay of SGD");
  visit("train-loss", options.train_loss, trainer::train_loss_help);
  visit("seed", options.seed,
        "seed of the initial weights, the order, the crops and the choice for --limit");
  visit("checkpoint-steps", options.checkpoint_steps, trainer::checkpoint_steps_help);
  visit("timeout", options.timeout, "seconds to wait for another process");
  visit("device", options.device, "auto, cpu or cuda");
  visit("threads", options.threads,
        "CPU threads for the network; 0: one per physical core, or 1 with several processes");
  visit("workers", options.workers,
        "threads for decoding; 0: 1 on a CPU, the process's share of all cores with a GPU");
}

const std::set<std::string>& Options::changeable() {
  static const std::set<std::string> names = {"epochs", "checkpoint-steps", "timeout",
                                              "device", "threads",          "workers"};
  return names;
}

void set_defaults(Options& options, const std::set<std::string>&) {
  if (!options.data.empty()) options.data = support::absolute_folder(options.data);
  if (!options.weights.empty()) options.weights = std::filesystem::absolute(options.weights);
}

void check(const Options& o) {
  using support::require;
  if (o.data.empty()) throw support::UsageError("--data is required: a folder of images");
  require(o.limit >= 0, "--limit", "at least 0 images", o.limit);
  require(o.validation_limit >= 0, "--validation-limit", "at least 0 images", o.validation_limit);
  require(o.image_size >= 32 && o.image_size <= 4096, "--image-size", "in 32 … 4096 pixels",
          o.image_size);
  trainer::check(o.image_limits);
  require(trainer::shape_named(o.model, 1).has_value(), "--model", trainer::network_names, o.model);
  trainer::require_batch_size("--batch-size", o.batch_size);
  require(o.timeout >= 1 && o.timeout <= 86400, "--timeout", "in 1 … 86400 seconds", o.timeout);
  require(o.workers >= 0 && o.workers <= 1024, "--workers", "in 0 … 1024", o.workers);
  trainer::check_recipe(o);
}

std::optional<Options> parse_options(int argc, const char* const* argv) {
  return trainer::parse_run_options<Options>(
      argc, argv,
      "Trains a ResNet or WideResNet on folders of images with an automatic or fixed schedule, and "
      "records the run in a folder. `imagenet table` and `imagenet figure` compare runs.",
      autodecay::version, [](CLI::App& app) {
        app.get_option("--data")->check(support::existing_folder);
        app.get_option("--weights")->check(support::existing_file);
      });
}

nlohmann::ordered_json configuration(const Options& options) {
  return trainer::settings_of(options);
}

}  // namespace imagenet
