#include "run/training.hpp"

#include "data/augmentation.hpp"
#include "engine/device.hpp"
#include "engine/engine.hpp"
#include "engine/platform.hpp"
#include "engine/probes.hpp"
#include "engine/sgd_options.hpp"
#include "engine/step_memory.hpp"
#include "model/network.hpp"
#include "model/weight_average.hpp"
#include "model/wide_resnet.hpp"
#include "run/dataset_work.hpp"
#include "run/interrupt.hpp"
#include "run/progress.hpp"
#include "run/run_folder.hpp"
#include "run/schedule.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <nlohmann/json.hpp>
#include <torch/optim/sgd.h>

namespace trainer {
namespace {

RunPlan plan_of(const Options& options) {
  return {.program = "learning_stages",
          .out = options.out,
          .resume = options.resume,
          .epochs = options.epochs,
          .checkpoint_steps = options.checkpoint_steps,
          .schedule = options.schedule,
          .method = method_text(options),
          .configuration = configuration(options),
          .changeable = Options::changeable(),
          .architecture = "wide_resnet",
          .more_columns = options.average_weights > 0.0 ? DatasetWork::average_columns()
                                                        : std::vector<std::string>{}};
}

nlohmann::ordered_json describe(const Dataset& data, const ChannelStatistics& statistics) {
  const auto channels = [](const at::Tensor& values) {
    const auto* const first = values.data_ptr<float>();
    return std::vector<float>(first, first + values.numel());
  };
  return {{"classes", data.classes},
          {"training_images", data.train.size()},
          {"test_images", data.test.size()},
          {channel_mean_key, channels(statistics.mean)},
          {channel_deviation_key, channels(statistics.deviation)}};
}

/// Runs that started before the statistics were recorded resume as if they had been.
nlohmann::ordered_json with_statistics(nlohmann::ordered_json then,
                                       const nlohmann::ordered_json& now) {
  for (const char* const key : {channel_mean_key, channel_deviation_key})
    if (!then.contains(key)) then[key] = now.at(key);
  return then;
}

/// Batch gradient descent holds all images at once; checks beforehand that the memory suffices.
void check_memory(const Options& options, const Platform& platform, const Engine& engine,
                  Network& network) {
  const std::int64_t all = engine.data().train.size();
  const std::int64_t at_once = options.chunk_size == 0 ? all : std::min(options.chunk_size, all);
  const BufferGuard guard(network);
  network.train();
  const auto step = [&](std::int64_t images) {
    network.zero_grad(/*set_to_none=*/true);
    const ImageSet& train = engine.data().train;
    const ImageSet batch = train.select(at::arange(images, train.labels.options()).remainder(all));
    at::cross_entropy_loss(engine.logits(batch.images), batch.labels).backward();
    network.zero_grad(/*set_to_none=*/true);
  };
  const bool is_cuda = network.parameters().front().is_cuda();
  StepMemory memory = measure_step_memory(step, is_cuda ? 256 : 8);
  // The momentum, which the first step will allocate.
  for (const at::Tensor& parameter : network.parameters())
    memory.base += static_cast<double>(parameter.nbytes());
  require_memory(memory, at_once, platform.free_memory());
}

/// The images that the options select.
Dataset load(const Options& options, const TrainingContext& context) {
  return limited(context.load ? context.load(options.data, options.seed)
                              : load_dataset(options.data, options.seed, options.image_limits),
                 {.train = options.limit, .test = options.test_limit}, options.seed);
}

/// A network on the device, with weights drawn from the seed.
std::shared_ptr<Network> new_network(const Options& options, std::size_t classes,
                                     at::Device device) {
  at::manual_seed(options.seed);
  auto network = wide_resnet({.depth = options.depth,
                              .widen = options.widen,
                              .classes = static_cast<std::int64_t>(classes)});
  network->to(device);
  return network;
}

/// The measurements that the options request.
std::vector<Probe> probes_of(const Options& options, const Engine& engine, Network& network) {
  std::vector<Probe> probes;
  if (options.norms) probes.push_back(norm_probe(network));
  if (options.pattern_kinds) probes.push_back(pattern_probe(engine, network, options.batch_size));
  return probes;
}

}  // namespace

Outcome train(const Options& options, const TrainingContext& context) {
  const RunPlan plan = plan_of(options);
  const std::optional<Checkpoint> checkpoint = plan.last_checkpoint();
  if (checkpoint && plan.is_finished(*checkpoint)) {
    if (context.verbose) plan.tell_finished(*checkpoint);
    return {};
  }

  use_threads(options.threads);
  const at::Device device = select_device(options.device);
  const auto platform = platform_of(device);
  Dataset data = load(options, context);
  const ChannelStatistics statistics = channel_statistics(data.train.images);
  const nlohmann::ordered_json description = describe(data, statistics);
  if (checkpoint)
    check_unchanged(options.data, with_statistics(checkpoint->data, description), description);

  const auto network = new_network(options, data.classes.size(), device);
  const auto optimizer = platform->sgd(network->parameters(), sgd_options(options));
  Schedule schedule(options.schedule);
  Engine engine(platform, network, *optimizer, std::move(data),
                {.augment = options.augment,
                 .seed = options.order_seed,
                 .chunk = options.chunk_size,
                 .statistics = statistics});
  if (is_bgd(options)) check_memory(options, *platform, engine, *network);
  const auto average = options.average_weights > 0.0
                           ? std::make_unique<WeightAverage>(*network, options.average_weights)
                           : nullptr;
  DatasetWork work(engine, *network, schedule, average.get(), options.train_loss == "evaluated");
  TrainingState state = {*network, *optimizer, schedule,
                         work.begin(1, is_bgd(options) ? work.images() : options.batch_size),
                         average.get()};
  if (checkpoint) plan.restore(*checkpoint, state, work);

  const std::vector<Probe> probes = probes_of(options, engine, *network);
  RunFolder folder = plan.open_folder(checkpoint, probes);
  keep_freed_memory();
  catch_interrupts();
  Progress progress(work.images(), options.epochs,
                    context.verbose ? Progress::Level::rows : Progress::Level::problems);
  if (options.chunk_size != 0) progress.say(method_text(options) + ": an approximation");
  return StagedRun{plan, work, state, progress, &folder, description, probes}.run();
}

}  // namespace trainer
