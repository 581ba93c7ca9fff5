#include "run/options.hpp"

#include "model/wide_resnet.hpp"
#include "run/run_command_line.hpp"
#include "run/schedule.hpp"
#include "support/files.hpp"
#include "support/paths.hpp"
#include "support/text.hpp"

#include <autodecay/version.hpp>

namespace trainer {
template <typename AnyOptions, typename Visitor>
void Options::for_each_setting(AnyOptions& options, Visitor&& visit) {
  visit("data", options.data,
        "patterns (generated), a folder of CIFAR-10's binary batches, or a folder with "
        "train/<class>/ and test/<class>/ of JPEG or PNG images");
  visit("limit", options.limit, "training images to use, balanced over the classes; 0: all");
  visit("test-limit", options.test_limit, "test images to use, the first of each class; 0: all");
  visit_image_limits(options.image_limits, visit);
  visit("augment", options.augment,
        "randomly mirror and shift images; default: for folders under sgd");
  visit("depth", options.depth, "layers of the WideResNet, 6n + 4: 10, 16, 22, 28, …");
  visit("widen", options.widen, "width of the WideResNet, times 16, 32 and 64 channels");
  visit("method", options.method,
        "sgd, or bgd: batch gradient descent, all images in one batch, with --learning-rate 1 and "
        "--epochs 3000 by default and without augmentation");
  visit("schedule", options.schedule, schedule_help);
  visit("epochs", options.epochs, "maximum number of epochs");
  visit("batch-size", options.batch_size, "images per step; all of them under bgd");
  visit(
      "chunk-size", options.chunk_size,
      "under bgd: images per forward pass if the memory does not hold all of them; each chunk has "
      "its own batch-norm statistics, so this is an approximation; 0: all at once, exact");
  visit("learning-rate", options.learning_rate, "learning rate of the first stage");
  visit("momentum", options.momentum, "momentum of SGD, in [0, 1)");
  visit("weight-decay", options.weight_decay, "weight decay of SGD");
  visit("average-weights", options.average_weights,
        "also evaluate the mean of the weights over about this share of the stage so far, in "
        "average_test_loss and average_test_accuracy of metrics.csv; snapshots contain the weights "
        "themselves; 0: no mean");
  visit("train-loss", options.train_loss, train_loss_help);
  visit("seed", options.seed, "seed of the initial weights and of the choice for --limit");
  visit("order-seed", options.order_seed,
        "seed of the order and the augmentation; default: --seed");
  visit("norms", options.norms, "record the norms of each layer's parameters in norms.csv");
  visit("pattern-kinds", options.pattern_kinds,
        "for --data patterns: record in patterns.csv which kinds are learned");
  visit("checkpoint-steps", options.checkpoint_steps, checkpoint_steps_help);
  visit("device", options.device, "auto, cpu or cuda");
  visit("threads", options.threads, "CPU threads; 0: one per physical core");
}

bool is_bgd(const Options& options) { return options.method == "bgd"; }

std::string data_named(const std::string& text) {
  return text == "patterns" ? text : support::absolute_folder(text).string();
}

std::string data_path(const std::string& text) {
  return text == "patterns" ? "" : support::existing_folder(text);
}

const std::set<std::string>& Options::changeable() {
  static const std::set<std::string> names = {"epochs", "checkpoint-steps", "threads", "device"};
  return names;
}

void set_defaults(Options& options, const std::set<std::string>& given) {
  options.data = data_named(options.data);
  const auto set = [&](const std::string& name, auto& setting, const auto& value) {
    if (!given.contains(name)) setting = value;
  };
  set("augment", options.augment, options.data != "patterns" && !is_bgd(options));
  set("order-seed", options.order_seed, options.seed);
  if (is_bgd(options)) {
    set("batch-size", options.batch_size, 0);
    set("learning-rate", options.learning_rate, 1.0);
    set("epochs", options.epochs, 3000);
  }
}

void check(const Options& o) {
  support::require(o.limit >= 0, "--limit", "at least 0 images", o.limit);
  support::require(is_wide_resnet_depth(o.depth), "--depth", "6n + 4 in 10 … 10000", o.depth);
  support::require(is_wide_resnet_width(o.widen), "--widen", "in 1 … 1000", o.widen);
  support::require(o.test_limit >= 0, "--test-limit", "at least 0 images", o.test_limit);
  check(o.image_limits);
  support::require(o.method == "sgd" || o.method == "bgd", "--method", "sgd or bgd", o.method);
  if (is_bgd(o)) {
    support::require(o.batch_size == 0, "--batch-size",
                     "left out under bgd, which uses all images as one batch", o.batch_size);
    support::require(o.chunk_size >= 0, "--chunk-size", "at least 0 images", o.chunk_size);
    if (o.augment)
      throw support::UsageError(
          "--augment is random in each epoch, and --method bgd must not be random");
  } else {
    require_batch_size("--batch-size", o.batch_size);
    support::require(o.chunk_size == 0, "--chunk-size", "0 unless the method is bgd", o.chunk_size);
  }
  support::require(o.average_weights >= 0.0 && o.average_weights <= 1.0, "--average-weights",
                   "in [0, 1]", o.average_weights);
  if (o.pattern_kinds && o.data != "patterns")
    throw support::UsageError("--pattern-kinds needs --data patterns, got " + o.data);
  check_recipe(o);
  support::require(!is_bgd(o) || !Schedule(o.schedule).grows_batch(), "--schedule",
                   "without grow under bgd, which uses all images as one batch", o.schedule);
}

std::string method_text(const Options& options) {
  if (options.chunk_size == 0) return options.method;
  return options.method + " approximated in chunks of " + support::to_text(options.chunk_size);
}

nlohmann::ordered_json configuration(const Options& options) { return settings_of(options); }

std::string difference(const nlohmann::ordered_json& resumed, const nlohmann::ordered_json& here) {
  return settings_difference(resumed, here, Options::changeable());
}

std::optional<Options> parse_options(int argc, const char* const* argv) {
  return parse_run_options<Options>(
      argc, argv, "Trains a WideResNet in learning stages and records the run in a folder.",
      autodecay::version, [](CLI::App& app) { app.get_option("--data")->check(data_path); });
}

}  // namespace trainer
