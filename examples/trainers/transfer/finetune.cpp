#include "transfer/finetune.hpp"

#include "engine/engine.hpp"
#include "engine/platform.hpp"
#include "engine/sgd_options.hpp"
#include "engine/stopwatch.hpp"
#include "model/network.hpp"
#include "run/schedule.hpp"
#include "transfer/source.hpp"

#include <memory>
#include <utility>
#include <vector>

#include <torch/optim/sgd.h>

namespace transfer {
namespace {

/// The batch size, or the next larger one that leaves no single image over: batch norm has no
/// statistics for a single image if the network reduces it to one pixel.
std::int64_t without_single(std::int64_t batch_size, std::int64_t images) {
  while (batch_size < images && images % batch_size == 1) ++batch_size;
  return batch_size;
}

}  // namespace

std::vector<torch::optim::OptimizerParamGroup> parameter_groups(
    const trainer::FeatureNetwork& network, const FinetuneOptions& options) {
  std::vector<at::Tensor> body, head;
  for (const auto& item : network.named_parameters())
    (is_last_layer(item.key()) ? head : body).push_back(item.value());
  const auto at_rate = [&](std::vector<at::Tensor> parameters, double rate) {
    return torch::optim::OptimizerParamGroup(
        std::move(parameters),
        std::make_unique<torch::optim::SGDOptions>(trainer::sgd_options(options).lr(rate)));
  };
  return {at_rate(std::move(body), options.learning_rate),
          at_rate(std::move(head), options.learning_rate * options.head_factor)};
}

std::optional<CellOutcome> finetune(const Source& source, const SourceStage& stage,
                                    const trainer::Dataset& target, const FinetuneOptions& options,
                                    at::Device device, std::uint64_t seed,
                                    const std::function<bool()>& go_on) {
  trainer::Stopwatch watch;
  const std::shared_ptr<trainer::FeatureNetwork> network =
      new_network(source, stage, static_cast<std::int64_t>(target.classes.size()), seed);
  network->to(device);
  const auto platform = trainer::platform_of(device);
  const auto optimizer = platform->sgd(parameter_groups(*network, options),
                                       torch::optim::SGDOptions(options.learning_rate));
  trainer::Engine engine(platform, network, *optimizer, target,
                         {.augment = options.augment,
                          .seed = seed,
                          .statistics = normalisation(source, target.train.images)});
  trainer::Schedule schedule(options.schedule);

  CellOutcome outcome;
  std::int64_t batch_size = options.batch_size;
  double loss = 0.0;
  auto decision = autodecay::Decision::hold;
  while (decision != autodecay::Decision::stop && outcome.epochs < options.epochs) {
    ++outcome.epochs;
    trainer::Epoch epoch =
        engine.begin(outcome.epochs, without_single(batch_size, target.train.size()));
    if (!engine.train(epoch, go_on)) return std::nullopt;
    const trainer::Score score = engine.score(epoch);
    outcome.train_accuracy = score.accuracy;
    loss = score.loss;
    decision = schedule.step({*optimizer, batch_size}, loss);
  }
  require_finite(loss, outcome.epochs, "--finetune-learning-rate");
  const std::optional<at::Tensor> correct = engine.correct(engine.data().test, go_on);
  if (!correct) return std::nullopt;
  outcome.hits = hits_of(*correct);
  outcome.seconds = watch.lap();
  return outcome;
}

}  // namespace transfer
