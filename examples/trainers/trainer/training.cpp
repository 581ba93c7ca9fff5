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
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>
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
  StepMemory memory = measure_step_memory([&](std::int64_t images) {
    network.zero_grad(/*set_to_none=*/true);
    const ImageSet& train = engine.data().train;
    const ImageSet batch = train.select(at::arange(images, train.labels.options()).remainder(all));
    at::cross_entropy_loss(engine.logits(batch.images), batch.labels).backward();
    network.zero_grad(/*set_to_none=*/true);
  });
  // The momentum, which the first step will allocate.
  for (const at::Tensor& parameter : network.parameters())
    memory.base += static_cast<double>(parameter.nbytes());
  require_memory(memory, at_once, platform.free_memory());
}

/// A probe and the table it fills.
struct Measured {
  Probe probe;
  const EpochTable& table;
};

/// An epoch's scores.
struct Scores {
  Score train;
  Score test;
};

bool not_interrupted() { return interrupted() == 0; }

/// A run with all that it needs while it goes on.
struct Training {
  const Options& options;
  const RunFolder& folder;
  Engine& engine;
  TrainingState& state;
  Progress& progress;
  const std::vector<Measured>& measured;
  const nlohmann::ordered_json& data;  // described

  /// Trains epoch by epoch until the schedule stops, the epochs are over or a signal arrives.
  [[nodiscard]] Outcome run() const {
    Decision decision = Decision::hold;
    while (decision != Decision::stop && state.epoch.number <= options.epochs) {
      const std::optional<Scores> scores = run_epoch();
      if (!scores) return stop_early();
      decision = finish_epoch(*scores);
    }
    progress.detail("finished after " + to_text(state.epoch.number - 1) + " epochs in " +
                    folder.path().string());
    return {};
  }

 private:
  /// Trains what is left of the epoch that has begun, and evaluates it; nothing if interrupted.
  [[nodiscard]] std::optional<Scores> run_epoch() const {
    const double rate = learning_rate(state.optimizer);
    const bool trained = engine.train(state.epoch, [&] {
      progress.step(state.epoch, rate);
      return not_interrupted();
    });
    if (!trained) return std::nullopt;
    const std::optional<Score> test = engine.evaluate(engine.data().test, not_interrupted);
    if (!test) return std::nullopt;
    return Scores{engine.score(state.epoch), *test};
  }

  /// Keeps what is done of the epoch, unless its loss is not finite.
  [[nodiscard]] Outcome stop_early() const {
    const bool good = std::isfinite(engine.score(state.epoch).loss) &&
                      state.schedule.evidence().rejected_in_a_row == 0;
    if (good) save();
    progress.say("interrupted in epoch " + to_text(state.epoch.number) + " after step " +
                 to_text(state.epoch.step) +
                 (good ? "" : "; the loss is not finite, so the last good checkpoint stays"));
    return {interrupted()};
  }

  /// Lets the schedule decide on an epoch that is over, keeps all of it, and begins the next one.
  [[nodiscard]] Decision finish_epoch(const Scores& scores) const {
    const bool good = std::isfinite(scores.train.loss);
    EpochRecord epoch = undecided(scores);
    std::int64_t batch_size = epoch.batch_size;
    epoch.decision = state.schedule.step({state.optimizer, batch_size}, scores.train.loss);
    epoch.level =
        good ? state.schedule.evidence().stage.level : std::numeric_limits<double>::quiet_NaN();
    record(epoch);

    Epoch next = engine.begin(epoch.epoch + 1, batch_size);
    if (epoch.decision != Decision::hold) record_decision(next);
    if (!good) warn_of_loss(epoch.decision);
    if (epoch.decision != Decision::hold || epoch.epoch == options.epochs)
      write_snapshot(folder.snapshot(epoch.stage), state.network);

    state.epoch = std::move(next);
    if (good && std::isfinite(scores.test.loss)) save();
    return epoch.decision;
  }

  /// The row of an epoch on which the schedule has not decided yet.
  [[nodiscard]] EpochRecord undecided(const Scores& scores) const {
    const std::int64_t images = engine.data().train.size();
    return {.epoch = state.epoch.number,
            .stage = state.schedule.stage().index,
            .learning_rate = learning_rate(state.optimizer),
            .train = scores.train,
            .test = scores.test,
            .method = method_text(options),
            .batch_size = state.epoch.batch_size,
            .seconds = state.epoch.seconds,
            .images_per_second = static_cast<double>(images) / state.epoch.seconds};
  }

  /// Keeps and tells of an epoch, with the rows of the tables beside the metrics.
  void record(const EpochRecord& epoch) const {
    folder.record(epoch);
    for (const auto& [probe, table] : measured) {
      const auto cell = [](double value) { return to_text(value); };
      table.append(epoch.epoch, joined(probe.measure(), ",", cell));
    }
    progress.row(epoch);
  }

  /// Keeps and tells of a decay or a stop; `next` is the epoch after it.
  void record_decision(const Epoch& next) const {
    const autodecay::Evidence evidence = state.schedule.evidence();
    folder.record(DecisionRecord{.epoch = next.number - 1,
                                 .evidence = evidence,
                                 .learning_rate = learning_rate(state.optimizer),
                                 .batch_size = next.batch_size,
                                 .method = method_text(options)});
    progress.detail(printed(evidence));
  }

  /// Says that an epoch's loss was not finite; throws Diverged if the schedule stops at that.
  void warn_of_loss(Decision decision) const {
    const std::string text = "the training loss was not finite in " +
                             to_text(state.schedule.evidence().rejected_in_a_row) +
                             " epochs in a row";
    if (decision == Decision::stop)
      throw Diverged(text +
                     "; the checkpoint of the last good epoch stays, if there was one. A lower "
                     "--learning-rate may help");
    progress.say(text + ", no checkpoint is written");
  }

  void save() const {
    write_checkpoint(folder.checkpoint(), take_checkpoint(state, configuration(options), data));
  }
};

/// The images that the options ask for.
Dataset load(const Options& options, const TrainingContext& context) {
  return limited(context.load(options.data, options.seed),
                 {.train = options.limit, .test = options.test_limit}, options.seed);
}

void check_unchanged(const Options& options, const nlohmann::ordered_json& then,
                     const nlohmann::ordered_json& now) {
  if (then != now)
    throw std::runtime_error(options.data + " has changed since the run began: " + then.dump() +
                             " then, " + now.dump() + " now");
}

/// A network on the device with weights drawn from the seed.
std::shared_ptr<Network> new_network(const Options& options, std::size_t classes,
                                     at::Device device) {
  at::manual_seed(options.seed);
  auto network = wide_resnet({.depth = options.depth,
                              .widen = options.widen,
                              .classes = static_cast<std::int64_t>(classes)});
  network->to(device);
  return network;
}

torch::optim::SGDOptions sgd_options(const Options& options) {
  return torch::optim::SGDOptions(options.learning_rate)
      .momentum(options.momentum)
      .weight_decay(options.weight_decay);
}

/// What the options ask to measure, each with its table in the folder.
std::vector<Measured> add_probes(const Options& options, const Engine& engine, Network& network,
                                 RunFolder& folder) {
  std::vector<Measured> measured;
  const auto add = [&](Probe probe) {
    const EpochTable& table = folder.add_table(probe.name, probe.columns);
    measured.push_back({std::move(probe), table});
  };
  if (options.norms) add(norm_probe(network));
  if (options.pattern_kinds) add(pattern_probe(engine, network, options.batch_size));
  return measured;
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
  Dataset data = load(options, context);
  const nlohmann::ordered_json description = describe(data);
  if (checkpoint) check_unchanged(options, checkpoint->data, description);

  const auto network = new_network(options, data.classes.size(), device);
  const auto optimizer = platform->sgd(network->parameters(), sgd_options(options));
  Schedule schedule(options.schedule);
  Engine engine(
      platform, network, *optimizer, std::move(data),
      {.augment = options.augment, .seed = options.order_seed, .chunk = options.chunk_size});
  if (is_bgd(options)) check_memory(options, *platform, engine, *network);
  const std::int64_t images = engine.data().train.size();
  TrainingState state = {*network, *optimizer, schedule,
                         engine.begin(1, is_bgd(options) ? images : options.batch_size)};
  if (checkpoint) restore(*checkpoint, state);

  RunFolder folder = options.resume ? RunFolder::open(options.out, configuration(options))
                                    : RunFolder::create(options.out, configuration(options));
  const std::vector<Measured> measured = add_probes(options, engine, *network, folder);
  folder.keep_epochs(state.epoch.number - 1);

  keep_freed_memory();
  catch_interrupts();
  Progress progress(images, options.epochs, context.verbose);
  if (options.chunk_size != 0) progress.say(method_text(options) + ": an approximation");
  return Training{options, folder, engine, state, progress, measured, description}.run();
}

}  // namespace trainer
