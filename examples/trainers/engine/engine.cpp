#include "engine/engine.hpp"

#include "engine/generator.hpp"
#include "engine/platform.hpp"
#include "engine/stopwatch.hpp"
#include "model/network.hpp"
#include "model/statistics_renewal.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <ATen/Functions.h>
#include <c10/core/GradMode.h>
#include <torch/optim/sgd.h>

namespace trainer {
namespace {

/// Adds the losses of a batch, given as their mean, and its number of correct answers to `sums`.
void add_to(at::Tensor& sums, const at::Tensor& mean_loss, const at::Tensor& logits,
            const at::Tensor& labels) {
  const at::NoGradGuard no_gradients;
  const at::Tensor correct = logits.argmax(1).eq(labels).sum();
  sums[0].add_(mean_loss, static_cast<double>(labels.size(0)));
  sums[1].add_(correct);
}

Score mean(const at::Tensor& sums, std::int64_t images) {
  const at::Tensor means = (sums / static_cast<double>(images)).cpu();
  return {means.data_ptr<double>()[0], means.data_ptr<double>()[1]};
}

}  // namespace

double learning_rate(const torch::optim::Optimizer& optimizer) {
  return optimizer.param_groups().front().options().get_lr();
}

Engine::Engine(std::shared_ptr<const Platform> platform, std::shared_ptr<Network> network,
               torch::optim::SGD& optimizer, Dataset data, EngineOptions options)
    : platform_(std::move(platform)),
      network_(std::move(network)),
      optimizer_(optimizer),
      data_(std::move(data)),
      options_(std::move(options)) {
  lay_out(*network_, platform_->layout());
  const at::Device device = network_->parameters().front().device();
  data_.train = data_.train.to(device);
  data_.test = data_.test.to(device);
  statistics_ = options_.statistics ? *options_.statistics : channel_statistics(data_.train.images);
  statistics_ = {statistics_.mean.to(device), statistics_.deviation.to(device)};
  sums_ = at::zeros({2}, at::device(device).dtype(at::kDouble));
}

std::int64_t Engine::steps(std::int64_t batch_size) const {
  return (data_.train.size() + batch_size - 1) / batch_size;
}

Epoch Engine::begin(std::int64_t number, std::int64_t batch_size) const {
  return {.number = number,
          .batch_size = std::min(batch_size, data_.train.size()),
          .sums = at::zeros_like(sums_)};
}

bool Engine::train(Epoch& epoch, const GoOn& go_on) {
  Stopwatch watch;
  network_->train();
  platform_->update_rates(optimizer_);
  sums_.copy_(epoch.sums);
  epoch.sums = sums_;  // to which the steps add, so go_on() sees the sums as they are
  const at::Tensor order = order_of(epoch);
  bool going_on = true;
  while (going_on && epoch.step < steps(epoch.batch_size)) {
    const Batch batch = batch_of(epoch, order);
    if (batch.indices.size(0) == epoch.batch_size)
      repeat_step(batch);
    else
      step(batch);
    ++epoch.step;
    epoch.seconds += watch.lap();
    going_on = go_on();
    (void)watch.lap();  // time for checkpoints does not count
  }
  epoch.sums = sums_.clone();
  (void)score(epoch);  // waits for the device, so the time includes its work
  epoch.seconds += watch.lap();
  return epoch.step == steps(epoch.batch_size);
}

at::Tensor Engine::order_of(const Epoch& epoch) const {
  const std::int64_t size = data_.train.size();
  const bool one_batch = epoch.batch_size == size;
  // If all images are processed at once, their order only affects rounding. Chunks need an order
  // that mixes the classes, and the same one in every epoch.
  if (one_batch && options_.chunk == 0) return at::arange(size, data_.train.labels.options());
  const std::int64_t number = one_batch ? 0 : epoch.number;
  return at::randperm(size, generator_of(options_.seed, number, 0), at::kLong).to(sums_.device());
}

Engine::Batch Engine::batch_of(const Epoch& epoch, const at::Tensor& order) const {
  const std::int64_t first = epoch.step * epoch.batch_size;
  const at::Tensor indices =
      order.slice(0, first, std::min(first + epoch.batch_size, order.size(0)));
  if (!options_.augment) return {indices, {}};
  return {indices,
          draw_choices(indices.size(0), generator_of(options_.seed, epoch.number, epoch.step + 1))};
}

Engine::Repeated& Engine::repeated(const Batch& batch) {
  if (repeated_ && repeated_->batch.indices.size(0) == batch.indices.size(0)) return *repeated_;
  repeated_ = std::make_unique<Repeated>();
  Batch& own = repeated_->batch;
  own.indices = at::empty_like(batch.indices);
  if (options_.augment) own.choices = at::empty_like(batch.choices, sums_.device());
  repeated_->step = platform_->repeated([this, &own] { step(own); });
  return *repeated_;
}

void Engine::repeat_step(const Batch& batch) {
  Repeated& full = repeated(batch);
  full.batch.indices.copy_(batch.indices);
  if (options_.augment) full.batch.choices.copy_(batch.choices, /*non_blocking=*/true);
  full.step();
}

void Engine::step(const Batch& batch) {
  // Released instead of filled with zeros, so the backward pass writes instead of adding.
  for (const auto& group : optimizer_.param_groups())
    for (const at::Tensor& parameter : group.params()) parameter.mutable_grad().reset();
  const std::int64_t size = batch.indices.size(0);
  const std::int64_t chunk = options_.chunk == 0 ? size : options_.chunk;
  for (std::int64_t first = 0; first < size; first += chunk) {
    const std::int64_t last = std::min(first + chunk, size);
    const at::Tensor indices = batch.indices.slice(0, first, last);
    const at::Tensor labels = data_.train.labels.index_select(0, indices);
    at::Tensor images = data_.train.images.index_select(0, indices);
    if (options_.augment)
      images = augment(images, batch.choices.slice(0, first, last).to(images.device()));
    const at::Tensor answers = logits(images);
    const at::Tensor loss = at::cross_entropy_loss(answers, labels);
    const bool whole = last - first == size;
    (whole ? loss : loss * (static_cast<double>(last - first) / static_cast<double>(size)))
        .backward();
    add_to(sums_, loss, answers, labels);
  }
  optimizer_.step();
}

Score Engine::score(const Epoch& epoch) const {
  return mean(epoch.sums, std::min(epoch.step * epoch.batch_size, data_.train.size()));
}

/// Calls visit(logits, labels) for each batch of a set, in evaluation mode; false if interrupted.
template <typename Visit>
bool Engine::for_each_answer(const ImageSet& set, const GoOn& go_on, Visit visit) const {
  const at::NoGradGuard no_gradients;
  network_->eval();
  const std::int64_t most = platform_->evaluation_batch(set.images);
  for (std::int64_t first = 0; first < set.size(); first += most) {
    const std::int64_t last = std::min(first + most, set.size());
    visit(logits(set.images.slice(0, first, last)), set.labels.slice(0, first, last));
    if (!go_on()) return false;
  }
  return true;
}

std::optional<Score> Engine::evaluate(const ImageSet& set, const GoOn& go_on) const {
  at::Tensor sums = at::zeros_like(sums_);
  const bool whole =
      for_each_answer(set, go_on, [&](const at::Tensor& answers, const at::Tensor& labels) {
        add_to(sums, at::cross_entropy_loss(answers, labels), answers, labels);
      });
  if (!whole) return std::nullopt;
  return mean(sums, set.size());
}

std::optional<at::Tensor> Engine::correct(const ImageSet& set, const GoOn& go_on) const {
  std::vector<at::Tensor> parts;
  const bool whole =
      for_each_answer(set, go_on, [&](const at::Tensor& answers, const at::Tensor& labels) {
        parts.push_back(answers.argmax(1).eq(labels));
      });
  if (!whole) return std::nullopt;
  return at::cat(parts);
}

bool Engine::renew_statistics(const GoOn& go_on) {
  // Fewer images at once would vary much less than all of them do.
  constexpr std::int64_t least = 32;
  const at::NoGradGuard no_gradients;
  const StatisticsRenewal renewal(*network_);
  network_->train();
  const at::Tensor& images = data_.train.images;
  const std::int64_t size = data_.train.size();
  const std::int64_t most = std::max(least, platform_->evaluation_batch(images));
  const std::int64_t batches =
      std::max<std::int64_t>(1, std::min((size + most - 1) / most, size / least));
  // Images are often stored class by class, and a batch of one class does not vary like all of them.
  // All batches count alike, so they are of equal size but for one image.
  const at::Tensor order = at::randperm(size, generator_of(options_.seed, 0, 0), at::kLong);
  for (const at::Tensor& batch : order.to(sums_.device()).tensor_split(batches)) {
    (void)logits(images.index_select(0, batch));
    if (!go_on()) return false;
  }
  return true;
}

at::Tensor Engine::logits(const at::Tensor& images) const {
  return platform_->logits([&] {
    return network_->forward(normalise(images, statistics_).contiguous(platform_->layout()));
  });
}

}  // namespace trainer
