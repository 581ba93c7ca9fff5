#include "imagenet/training.hpp"

#include "data/image_index.hpp"
#include "data/subset.hpp"
#include "distributed/launch.hpp"
#include "distributed/process_group.hpp"
#include "engine/device.hpp"
#include "engine/error_text.hpp"
#include "engine/platform.hpp"
#include "imagenet/image_work.hpp"
#include "imagenet/seat.hpp"
#include "imagenet/table.hpp"
#include "model/network.hpp"
#include "model/residual_network.hpp"
#include "model/state_dict.hpp"
#include "model/stored_tensors.hpp"
#include "run/interrupt.hpp"
#include "run/picture.hpp"
#include "run/run_folder.hpp"
#include "run/schedule.hpp"
#include "support/text.hpp"
#include "support/usage_error.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <ATen/Context.h>
#include <torch/optim/sgd.h>

namespace imagenet {
namespace {

using support::to_text;
using trainer::ImageFolders;
using trainer::ImageList;
using trainer::ProcessGroup;

trainer::RunPlan plan_of(const Options& options) {
  return {.out = options.out,
          .resume = options.resume,
          .epochs = options.epochs,
          .checkpoint_steps = options.checkpoint_steps,
          .schedule = options.schedule,
          .method = "sgd",
          .configuration = configuration(options),
          .changeable = Options::changeable(),
          .architecture = options.model,
          .more_columns = ImageWork::columns()};
}

std::vector<std::int64_t> labels_of(const ImageList& list) {
  std::vector<std::int64_t> labels;
  for (std::int64_t i = 0; i < list.size(); ++i) labels.push_back(list.label(i));
  return labels;
}

/// The images that the options select.
Selection select(const ImageFolders& folders, const Options& options) {
  const std::size_t classes = folders.classes.size();
  Selection selection = {
      trainer::balanced_subset(labels_of(folders.train), classes, options.limit, options.seed),
      trainer::balanced_subset(labels_of(folders.validation), classes, options.validation_limit)};
  if (std::ssize(selection.train) < options.batch_size)
    throw std::runtime_error(options.data +
                             ": too few training images for a batch: --batch-size is " +
                             to_text(options.batch_size) + ", but there are only " +
                             to_text(std::ssize(selection.train)));
  return selection;
}

nlohmann::ordered_json describe(const ImageFolders& folders, const Selection& selection) {
  return {{"classes", folders.classes},
          {"training_images", selection.train.size()},
          {"validation_images", selection.validation.size()},
          {"training_names", folders.train.checksum()},
          {"validation_names", folders.validation.checksum()}};
}

/// Lists the images in the folder. The first process lists them and caches the list for the other
/// processes on its machine.
ImageFolders indexed(const Options& options, const ProcessGroup& group) {
  const auto index = [&] {
    return trainer::index_image_folders(options.data, trainer::default_cache(options.data));
  };
  if (!group.is_first()) {
    group.barrier();
    return index();
  }
  ImageFolders folders = index();
  group.barrier();
  return folders;
}

/// Throws that memory is too small for a step of this size, and suggests a smaller one.
[[noreturn]] void fail_for_memory(std::int64_t batch_size, const ProcessGroup& group) {
  const std::int64_t ranks = group.ranks();
  const std::int64_t less = batch_size / 2 / ranks * ranks;
  throw std::runtime_error("out of memory with " + to_text(batch_size) + " images per step in " +
                           to_text(ranks) + (ranks == 1 ? " process" : " processes") + "; try " +
                           (less > 0 ? "--batch-size " + to_text(less) + " or " : "") +
                           "more processes");
}

/// Calls `body`; if memory runs out, suggests what needs less.
template <typename Body>
auto with_memory(const trainer::Epoch& epoch, const ProcessGroup& group, const Body& body) {
  try {
    return body();
  } catch (const std::exception& error) {
    if (trainer::is_out_of_memory(error)) fail_for_memory(epoch.batch_size, group);
    throw;
  }
}

/// A network on the device with the weights that the options name, otherwise drawn from the seed.
std::shared_ptr<trainer::Network> new_network(const Options& options, std::size_t classes,
                                              at::Device device) {
  at::manual_seed(options.seed);
  auto network = trainer::residual_network(
      {.depth = depth_of(options.model), .classes = static_cast<std::int64_t>(classes)});
  if (!options.weights.empty()) {
    const trainer::TensorFile weights(options.weights);
    try {
      trainer::require_fits(trainer::state_dict(*network), weights.shapes());
    } catch (const std::exception& error) {
      throw std::runtime_error("--weights " + options.weights + ": " + error.what());
    }
    trainer::load_state_dict(*network, weights.read());
  }
  network->to(device);
  return network;
}

}  // namespace

trainer::Outcome train(const Options& options) {
  trainer::require_utf8("--data", options.data);
  const trainer::RunPlan plan = plan_of(options);
  const Seat seat = seat_of(options);
  trainer::survive_failing_writes();  // to ranks that have ended
  const auto group =
      ProcessGroup::join(seat.launch, seat.device, std::chrono::seconds(options.timeout));
  group->require_same("the run's configuration", plan.configuration.dump());
  const std::optional<trainer::Checkpoint> checkpoint = plan.last_checkpoint();
  group->require_same("the checkpoint to resume from",
                      checkpoint ? trainer::identity_of(*checkpoint) : "none");
  if (checkpoint && plan.is_finished(*checkpoint)) {
    if (group->is_first()) plan.tell_finished(*checkpoint);
    return {};
  }

  const ImageFolders folders = indexed(options, *group);
  for (const std::string& name : folders.classes)
    trainer::require_utf8(options.data + ": the names of class folders", name);
  const Selection selection = select(folders, options);
  const nlohmann::ordered_json description = describe(folders, selection);
  group->require_same("the data", description.dump());
  if (checkpoint) trainer::check_unchanged(options.data, checkpoint->data, description);

  const auto network = new_network(options, folders.classes.size(), seat.device);
  const auto platform = trainer::platform_of(seat.device);
  const auto optimizer =
      platform->sgd(network->parameters(), torch::optim::SGDOptions(options.learning_rate)
                                               .momentum(options.momentum)
                                               .weight_decay(options.weight_decay));
  trainer::Schedule schedule(options.schedule);
  ImageWork work(platform, network, *optimizer, folders, selection, group,
                 {.image_size = options.image_size,
                  .workers = seat.workers,
                  .seed = options.seed,
                  .image_limits = options.image_limits,
                  .evaluates_training = options.train_loss == "evaluated"});
  trainer::TrainingState state = {*network, *optimizer, schedule,
                                  work.begin(1, options.batch_size)};
  if (checkpoint) {
    if (checkpoint->batch_size % group->ranks() != 0)
      throw std::runtime_error("the batch has grown to " + to_text(checkpoint->batch_size) +
                               " images, which " + to_text(group->ranks()) +
                               " processes cannot share equally");
    plan.restore(*checkpoint, state, work);
    if (!group->is_first()) state.epoch.sums.zero_();  // the checkpoint has the total
  }
  group->broadcast(network->parameters());
  group->broadcast(network->buffers());
  trainer::keep_freed_memory();
  with_memory(state.epoch, *group, [&] { work.try_step(state.epoch.batch_size); });

  std::optional<trainer::RunFolder> folder;
  if (group->is_first()) {
    folder.emplace(plan.open_folder());
    if (checkpoint)
      folder->keep(checkpoint->records);
    else
      folder->begin();
  }
  trainer::catch_interrupts();
  using Level = trainer::Progress::Level;
  trainer::Progress progress(work.images(), options.epochs,
                             group->is_first() ? Level::rows : Level::nothing);
  progress.detail(to_text(work.images()) + " training and " +
                  to_text(std::ssize(selection.validation)) + " validation images of " +
                  to_text(std::ssize(folders.classes)) + " classes; " + to_text(group->ranks()) +
                  (group->ranks() == 1 ? " process on " : " processes on ") +
                  support::printed(seat.device));
  if (!folders.cache_error.empty())
    progress.say("the index was not cached: " + folders.cache_error);
  const trainer::StagedRun run = {plan,       work, state, progress, folder ? &*folder : nullptr,
                                  description};
  const trainer::Outcome outcome = with_memory(state.epoch, *group, [&] { return run.run(); });
  if (!folder) return outcome;
  if (outcome.signal == 0) {
    std::fputs(table_of(grouped({read_run(options.out)}), support::TableFormat::text).c_str(),
               stdout);
    trainer::draw_picture(options.out, options.model);
  } else {
    std::printf("resume with: imagenet --out '%s' --resume\n", options.out.c_str());
  }
  return outcome;
}

}  // namespace imagenet
