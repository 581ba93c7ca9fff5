#include "imagenet/training.hpp"

#include "distributed/launch.hpp"
#include "distributed/process_group.hpp"
#include "engine/device.hpp"
#include "engine/error_text.hpp"
#include "engine/platform.hpp"
#include "engine/sgd_options.hpp"
#include "imagenet/image_work.hpp"
#include "imagenet/seat.hpp"
#include "imagenet/selection.hpp"
#include "imagenet/table.hpp"
#include "model/network.hpp"
#include "model/network_shape.hpp"
#include "model/state_dict.hpp"
#include "model/stored_tensors.hpp"
#include "run/interrupt.hpp"
#include "run/picture.hpp"
#include "run/run_folder.hpp"
#include "run/schedule.hpp"
#include "support/text.hpp"

#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <ATen/Context.h>
#include <nlohmann/json.hpp>

namespace imagenet {
namespace {

using support::to_text;
using trainer::ImageFolders;
using trainer::ProcessGroup;

trainer::RunPlan plan_of(const Options& options) {
  return {.program = "imagenet",
          .out = options.out,
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

/// A network on the device, with weights drawn from the seed.
std::shared_ptr<trainer::Network> new_network(const Options& options, std::size_t classes,
                                              at::Device device) {
  at::manual_seed(options.seed);
  auto network = trainer::new_network(
      trainer::shape_named(options.model, static_cast<std::int64_t>(classes)).value());
  network->to(device);
  return network;
}

/// Gives the network the weights in a file.
void load_weights(trainer::Network& network, const std::string& file) {
  const trainer::TensorFile weights(file);
  try {
    trainer::require_fits(trainer::state_dict(network), weights.shapes());
  } catch (const std::exception& error) {
    throw std::runtime_error("--weights " + file + ": " + error.what());
  }
  trainer::load_state_dict(network, weights.read());
}

/// Restores the state of the checkpoint in this process. Throws std::runtime_error like
/// RunPlan::restore(), and for a batch that the processes cannot share.
void restore(const trainer::RunPlan& plan, const trainer::Checkpoint& checkpoint,
             trainer::TrainingState& state, const ImageWork& work, const ProcessGroup& group) {
  if (checkpoint.batch_size % group.ranks() != 0)
    throw std::runtime_error("the batch has grown to " + to_text(checkpoint.batch_size) +
                             " images, which " + to_text(group.ranks()) +
                             " processes cannot share equally");
  plan.restore(checkpoint, state, work);
  if (!group.is_first()) state.epoch.sums.zero_();  // the checkpoint has the total
}

/// Tells what the run trains on, and with how many processes.
void introduce(const trainer::Progress& progress, const ImageFolders& folders,
               const Selection& selection, const ProcessGroup& group, at::Device device) {
  progress.detail(to_text(std::ssize(selection.train)) + " training and " +
                  to_text(std::ssize(selection.validation)) + " validation images of " +
                  to_text(std::ssize(folders.classes)) + " classes; " + to_text(group.ranks()) +
                  (group.ranks() == 1 ? " process on " : " processes on ") +
                  support::printed(device));
  if (!folders.cache_error.empty())
    progress.say("the index was not cached: " + folders.cache_error);
}

/// Prints the row of Table 1 and draws the picture of a finished run.
void report(const Options& options) {
  std::fputs(table_of(grouped({read_run(options.out)}), support::TableFormat::text).c_str(),
             stdout);
  trainer::draw_picture(options.out, options.model);
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

  const ImageFolders folders = listed_images(options, *group);
  const Selection selection = select(folders, options);
  const nlohmann::ordered_json description = describe(folders, selection);
  group->require_same("the data", description.dump());
  if (checkpoint) trainer::check_unchanged(options.data, checkpoint->data, description);

  const auto network = new_network(options, folders.classes.size(), seat.device);
  if (!checkpoint && !options.weights.empty()) load_weights(*network, options.weights);
  const auto platform = trainer::platform_of(seat.device);
  const auto optimizer = platform->sgd(network->parameters(), trainer::sgd_options(options));
  trainer::Schedule schedule(options.schedule);
  ImageWork work(platform, network, *optimizer, folders, selection, group,
                 {.image_size = options.image_size,
                  .workers = seat.workers,
                  .seed = options.seed,
                  .image_limits = options.image_limits,
                  .evaluates_training = options.train_loss == "evaluated"});
  trainer::TrainingState state = {*network, *optimizer, schedule,
                                  work.begin(1, options.batch_size)};
  if (checkpoint) restore(plan, *checkpoint, state, work, *group);
  group->broadcast(network->parameters());
  group->broadcast(network->buffers());
  trainer::keep_freed_memory();
  with_memory(state.epoch, *group, [&] { work.try_step(state.epoch.batch_size); });

  std::optional<trainer::RunFolder> folder;
  if (group->is_first()) folder.emplace(plan.open_folder(checkpoint));
  trainer::catch_interrupts();
  using Level = trainer::Progress::Level;
  trainer::Progress progress(work.images(), options.epochs,
                             group->is_first() ? Level::rows : Level::nothing);
  introduce(progress, folders, selection, *group, seat.device);
  const trainer::StagedRun run = {plan,       work, state, progress, folder ? &*folder : nullptr,
                                  description};
  const trainer::Outcome outcome = with_memory(state.epoch, *group, [&] { return run.run(); });
  if (folder && outcome.signal == 0) report(options);
  return outcome;
}

}  // namespace imagenet
