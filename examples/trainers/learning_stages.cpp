// Trains a WideResNet and shows its learning stages (paper, section 3): the loss falls, settles,
// and falls again when the learning rate is lowered. `--schedule` says when that is; `auto` finds
// out by itself (section 4).
//
//   learning_stages --data cifar-10-batches-bin --schedule at:100,200 --out runs/at
//   learning_stages --data cifar-10-batches-bin --schedule auto --out runs/auto
//   learning_stages --out runs/auto --resume

#include "trainer/checkpoint.hpp"
#include "trainer/dataset.hpp"
#include "trainer/device.hpp"
#include "trainer/engine.hpp"
#include "trainer/interrupt.hpp"
#include "trainer/network.hpp"
#include "trainer/options.hpp"
#include "trainer/picture.hpp"
#include "trainer/progress.hpp"
#include "trainer/run_folder.hpp"
#include "trainer/schedule.hpp"
#include "trainer/text.hpp"
#include "trainer/wide_resnet.hpp"

#include <cmath>
#include <cstdio>
#include <exception>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <ATen/Context.h>
#include <c10/util/Exception.h>
#include <nlohmann/json.hpp>
#include <torch/optim/sgd.h>

namespace {

using namespace trainer;
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

/// Trains epoch by epoch until the schedule stops, the epochs are over or a signal arrives.
/// Returns the program's exit code. `save` writes a checkpoint of the state.
template <typename Save>
int train_stages(const Options& options, const RunFolder& folder, Engine& engine,
                 TrainingState& state, Progress& progress, const Save& save) {
  Decision decision = Decision::hold;
  while (decision != Decision::stop && state.epoch.number <= options.epochs) {
    const std::int64_t epoch = state.epoch.number;
    const std::int64_t stage = state.schedule.stage().index;
    const double rate = learning_rate(state.optimizer);

    const bool trained = engine.train(state.epoch, [&] {
      progress.step(epoch, state.epoch.step, rate);
      return interrupted() == 0;
    });
    const Score train = engine.score(state.epoch);
    const auto test = trained ? engine.evaluate([] { return interrupted() == 0; }) : std::nullopt;
    if (!test) {
      const bool good =
          std::isfinite(train.loss) && state.schedule.evidence().rejected_in_a_row == 0;
      if (good) save();
      progress.say("interrupted in epoch " + to_text(epoch) + " after step " +
                   to_text(state.epoch.step) +
                   (good ? "" : "; the loss is not finite, so the last good checkpoint stays"));
      progress.say("go on with: learning_stages --out '" + folder.path().string() + "' --resume");
      return 128 + interrupted();
    }

    decision = state.schedule.step(state.optimizer, train.loss);
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
        .seconds = state.epoch.seconds,
        .images_per_second = static_cast<double>(engine.images()) / state.epoch.seconds};
    folder.record(record);
    progress.row(record);
    if (decision != Decision::hold) {
      folder.record_decision(epoch, evidence, learning_rate(state.optimizer));
      progress.say(printed(evidence));
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

    state.epoch = engine.begin(epoch + 1);
    if (std::isfinite(train.loss) && std::isfinite(test->loss)) save();
  }
  progress.say("finished after " + to_text(state.epoch.number - 1) + " epochs in " +
               folder.path().string());
  return 0;
}

int run(const Options& options) {
  const std::optional<Checkpoint> checkpoint = last_checkpoint(options);
  if (checkpoint && is_finished(*checkpoint, options)) {
    std::printf("the run in %s is finished, after %s epochs\n", options.out.c_str(),
                to_text(checkpoint->epoch - 1).c_str());
    draw_picture(options.out);
    return 0;
  }

  use_threads(options.threads);
  const at::Device device = select_device(options.device);
  Dataset data = load_dataset(options.data, options.limit, options.seed);
  const nlohmann::ordered_json description = describe(data);
  if (checkpoint && checkpoint->data != description)
    throw std::runtime_error(options.data + " has changed since the run began: " +
                             checkpoint->data.dump() + " then, " + description.dump() + " now");
  const RunFolder folder = options.resume ? RunFolder::open(options.out, configuration(options))
                                          : RunFolder::create(options.out, configuration(options));

  at::manual_seed(options.seed);
  const auto network = wide_resnet({.depth = options.depth,
                                    .widen = options.widen,
                                    .classes = static_cast<std::int64_t>(data.classes.size())});
  network->to(device);
  torch::optim::SGD optimizer(network->parameters(), torch::optim::SGDOptions(options.learning_rate)
                                                         .momentum(options.momentum)
                                                         .weight_decay(options.weight_decay));
  Schedule schedule(options.schedule);
  Engine engine(
      network, optimizer, std::move(data),
      {.batch_size = options.batch_size, .augment = options.augment.value(), .seed = options.seed});
  TrainingState state = {*network, optimizer, schedule, engine.begin(1)};
  if (checkpoint) restore(*checkpoint, state);
  folder.keep_epochs(state.epoch.number - 1);

  keep_freed_memory();
  catch_interrupts();
  Progress progress(engine.images(), engine.steps(), options.epochs);
  const int code = train_stages(options, folder, engine, state, progress, [&] {
    write_checkpoint(folder.checkpoint(),
                     take_checkpoint(state, configuration(options), description));
  });
  if (code == 0) draw_picture(folder.path());
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  const auto complain = [](const std::string& what) {
    std::fprintf(stderr, "learning_stages: %s\n", what.c_str());
  };
  try {
    const std::optional<Options> options = parse_options(argc, argv);
    return options ? run(*options) : 0;
  } catch (const UsageError& error) {
    complain(error.what());
    return 2;
  } catch (const c10::Error& error) {
    complain(error.what_without_backtrace());
  } catch (const std::exception& error) {
    complain(error.what());
  }
  return 1;
}
