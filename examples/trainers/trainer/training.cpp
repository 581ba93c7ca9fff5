#include "trainer/training.hpp"

#include "trainer/checkpoint.hpp"
#include "trainer/device.hpp"
#include "trainer/engine.hpp"
#include "trainer/interrupt.hpp"
#include "trainer/network.hpp"
#include "trainer/platform.hpp"
#include "trainer/probes.hpp"
#include "trainer/progress.hpp"
#include "trainer/run_folder.hpp"
#include "trainer/schedule.hpp"
#include "trainer/step_memory.hpp"
#include "trainer/text.hpp"
#include "trainer/wide_resnet.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <nlohmann/json.hpp>
#include <torch/optim/sgd.h>

namespace trainer {
namespace {

using autodecay::Decision;

/// What a resumed run goes on from; nothing if it has not come to its first checkpoint.
std::optional<Checkpoint> last_checkpoint(const Options& options) {
  const std::filesystem::path path = options.out / RunFolder::checkpoint_name;
  if (!options.resume || !std::filesystem::exists(path)) return std::nullopt;
  Checkpoint checkpoint = read_checkpoint(path);
  const std::string text = difference(checkpoint.configuration, configuration(options));
  if (!text.empty()) throw std::runtime_error(path.string() + " is of another run: " + text);
  const std::int64_t begun = checkpoint.epoch - (checkpoint.step == 0 ? 1 : 0);
  if (options.epochs < begun)
    throw UsageError("--epochs must be at least " + to_text(begun) +
                     ", as many as the run has begun, got " + to_text(options.epochs));
  return checkpoint;
}

bool is_finished(const Checkpoint& checkpoint, const Options& options) {
  Schedule schedule(options.schedule);
  schedule.load(checkpoint.schedule);
  return checkpoint.epoch > options.epochs || schedule.evidence().decision == Decision::stop;
}

nlohmann::ordered_json describe(const Dataset& data) {
  return {{"classes", data.classes},
          {"training_images", data.train.size()},
          {"test_images", data.test.size()}};
}

/// Batch gradient descent has to hold all images at once: says so before it begins if it cannot.
void check_memory(const Options& options, const Platform& platform, const Engine& engine,
                  Network& network) {
  const std::int64_t all = engine.data().train.size();
  const std::int64_t at_once = options.chunk_size == 0 ? all : std::min(options.chunk_size, all);
  const BufferGuard guard(network);
  network.train();
  const StepMemory memory = measure_step_memory([&](std::int64_t images) {
    network.zero_grad(/*set_to_none=*/true);
    const ImageSet& train = engine.data().train;
    const ImageSet batch = train.select(at::arange(images, train.labels.options()).remainder(all));
    at::cross_entropy_loss(engine.logits(batch.images), batch.labels).backward();
    network.zero_grad(/*set_to_none=*/true);
  });
  require_memory(memory, at_once, platform.free_memory());
}

/// A probe and the table it fills.
struct Measured {
  Probe probe;
  const EpochTable& table;
};

/// All that a run needs while it goes on.
struct Training {
  const Options& options;
  const RunFolder& folder;
  Engine& engine;
  TrainingState& state;
  Progress& progress;
  const std::vector<Measured>& measured;
  const nlohmann::ordered_json& data;  // described

  void save() const {
    write_checkpoint(folder.checkpoint(), take_checkpoint(state, configuration(options), data));
  }
};

bool not_interrupted() { return interrupted() == 0; }

/// The rows of the tables beside the metrics.
void measure(const Training& training, std::int64_t epoch) {
  for (const auto& [probe, table] : training.measured) {
    std::string cells;
    for (const double value : probe.measure()) cells += (cells.empty() ? "" : ",") + to_text(value);
    table.append(epoch, cells);
  }
}

/// Trains epoch by epoch until the schedule stops, the epochs are over or a signal arrives.
Outcome train_stages(const Training& training) {
  const auto& [options, folder, engine, state, progress, measured, data] = training;
  Decision decision = Decision::hold;
  while (decision != Decision::stop && state.epoch.number <= options.epochs) {
    const std::int64_t epoch = state.epoch.number;
    const std::int64_t stage = state.schedule.stage().index;
    const double rate = learning_rate(state.optimizer);

    const bool trained = engine.train(state.epoch, [&] {
      progress.step(state.epoch, rate);
      return not_interrupted();
    });
    const Score train = engine.score(state.epoch);
    const auto test = trained ? engine.evaluate(engine.data().test, not_interrupted) : std::nullopt;
    if (!test) {
      const bool good =
          std::isfinite(train.loss) && state.schedule.evidence().rejected_in_a_row == 0;
      if (good) training.save();
      progress.say("interrupted in epoch " + to_text(epoch) + " after step " +
                   to_text(state.epoch.step) +
                   (good ? "" : "; the loss is not finite, so the last good checkpoint stays"));
      return {interrupted()};
    }

    std::int64_t batch_size = state.epoch.batch_size;
    decision = state.schedule.step({state.optimizer, batch_size}, train.loss);
    const autodecay::Evidence evidence = state.schedule.evidence();
    const EpochRecord record = {
        .epoch = epoch,
        .stage = stage,
        .learning_rate = rate,
        .train = train,
        .test = *test,
        .level = std::isfinite(train.loss) ? evidence.stage.level
                                           : std::numeric_limits<double>::quiet_NaN(),
        .decision = decision,
        .method = method_text(options),
        .batch_size = state.epoch.batch_size,
        .seconds = state.epoch.seconds,
        .images_per_second = static_cast<double>(engine.data().train.size()) / state.epoch.seconds};
    folder.record(record);
    measure(training, epoch);
    progress.row(record);
    if (decision != Decision::hold) {
      folder.record(
          DecisionRecord{.epoch = epoch,
                         .evidence = evidence,
                         .learning_rate = learning_rate(state.optimizer),
                         .batch_size = engine.begin(epoch + 1, batch_size).batch_size,
                         .method = method_text(options)});
      progress.detail(printed(evidence));
    }
    if (!std::isfinite(train.loss)) {
      const std::string text = "the training loss was not finite in " +
                               to_text(evidence.rejected_in_a_row) + " epochs in a row";
      if (decision == Decision::stop)
        throw std::runtime_error(text +
                                 "; the checkpoint of the last good epoch stays, if there "
                                 "was one. A lower --learning-rate may help");
      progress.say(text + ", no checkpoint is written");
    }
    if (decision != Decision::hold || epoch == options.epochs)
      write_snapshot(folder.snapshot(stage), state.network);

    state.epoch = engine.begin(epoch + 1, batch_size);
    if (std::isfinite(train.loss) && std::isfinite(test->loss)) training.save();
  }
  progress.detail("finished after " + to_text(state.epoch.number - 1) + " epochs in " +
                  folder.path().string());
  return {};
}

}  // namespace

Outcome train(const Options& options, const TrainingContext& context) {
  const std::optional<Checkpoint> checkpoint = last_checkpoint(options);
  if (checkpoint && is_finished(*checkpoint, options)) {
    if (context.verbose)
      std::printf("the run in %s is finished, after %s epochs\n", options.out.c_str(),
                  to_text(checkpoint->epoch - 1).c_str());
    return {};
  }

  use_threads(options.threads);
  const at::Device device = select_device(options.device);
  const auto platform = platform_of(device);
  Dataset data = limited(context.load(options.data, options.seed),
                         {.train = options.limit, .test = options.test_limit}, options.seed);
  const nlohmann::ordered_json description = describe(data);
  if (checkpoint && checkpoint->data != description)
    throw std::runtime_error(options.data + " has changed since the run began: " +
                             checkpoint->data.dump() + " then, " + description.dump() + " now");

  at::manual_seed(options.seed);
  const auto network = wide_resnet({.depth = options.depth,
                                    .widen = options.widen,
                                    .classes = static_cast<std::int64_t>(data.classes.size())});
  network->to(device);
  const auto optimizer =
      platform->sgd(network->parameters(), torch::optim::SGDOptions(options.learning_rate)
                                               .momentum(options.momentum)
                                               .weight_decay(options.weight_decay));
  Schedule schedule(options.schedule);
  Engine engine(
      platform, network, *optimizer, std::move(data),
      {.augment = options.augment, .seed = options.order_seed, .chunk = options.chunk_size});
  const std::int64_t images = engine.data().train.size();
  if (options.method == "bgd") check_memory(options, *platform, engine, *network);
  TrainingState state = {*network, *optimizer, schedule,
                         engine.begin(1, options.method == "bgd" ? images : options.batch_size)};
  if (checkpoint) restore(*checkpoint, state);

  RunFolder folder = options.resume ? RunFolder::open(options.out, configuration(options))
                                    : RunFolder::create(options.out, configuration(options));
  std::vector<Measured> measured;
  const auto add_probe = [&](Probe probe) {
    const EpochTable& table = folder.add_table(probe.name, probe.columns);
    measured.push_back({std::move(probe), table});
  };
  if (options.norms) add_probe(norm_probe(*network));
  if (options.pattern_kinds) add_probe(pattern_probe(engine, *network, options.batch_size));
  folder.keep_epochs(state.epoch.number - 1);

  keep_freed_memory();
  catch_interrupts();
  Progress progress(images, options.epochs, context.verbose);
  if (options.chunk_size != 0) progress.say(method_text(options) + ": an approximation");
  return train_stages({options, folder, engine, state, progress, measured, description});
}

}  // namespace trainer
