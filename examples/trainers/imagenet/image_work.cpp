#include "imagenet/image_work.hpp"

#include "distributed/process_group.hpp"
#include "engine/generator.hpp"
#include "engine/platform.hpp"
#include "engine/stopwatch.hpp"
#include "imagenet/epoch_sums.hpp"
#include "model/network.hpp"
#include "run/interrupt.hpp"
#include "support/printable.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include <ATen/Functions.h>
#include <c10/core/GradMode.h>
#include <torch/optim/sgd.h>

namespace imagenet {
namespace {

using support::to_text;
using trainer::Batch;
using trainer::Epoch;

std::shared_ptr<trainer::Network> laid_out(std::shared_ptr<trainer::Network> network,
                                           at::MemoryFormat layout) {
  trainer::lay_out(*network, layout);
  return network;
}

trainer::LoaderOptions loader_options(const WorkOptions& options, at::Device device, bool augment) {
  return {.image_size = options.image_size,
          .augment = augment,
          .seed = options.seed,
          .workers = options.workers,
          .pin = device.is_cuda(),
          .limits = options.image_limits};
}

/// Throws std::runtime_error if more than one of `images` in a thousand was skipped; `sums` are over
/// all processes.
void require_few_skipped(const trainer::ImageLoader& loader, std::int64_t images,
                         const at::Tensor& sums) {
  trainer::require_few_skipped(loader.skipped(), images,
                               static_cast<std::int64_t>(sums[skipped].item<double>()));
}

double sum_of_weights(const trainer::Network& network) {
  at::Tensor sum = at::zeros({}, network.parameters().front().options().dtype(at::kDouble));
  for (const at::Tensor& parameter : network.parameters())
    sum.add_(parameter.detach().sum(at::kDouble));
  return sum.item<double>();
}

}  // namespace

const std::vector<std::string>& ImageWork::columns() {
  static const std::vector<std::string> names = {"train_top5", "test_top5", "images", "skipped"};
  return names;
}

ImageWork::ImageWork(std::shared_ptr<const trainer::Platform> platform,
                     std::shared_ptr<trainer::Network> network, torch::optim::SGD& optimizer,
                     const trainer::ImageFolders& folders, Selection selection,
                     std::shared_ptr<trainer::ProcessGroup> group, const WorkOptions& options)
    : platform_(std::move(platform)),
      network_(laid_out(std::move(network), platform_->layout())),
      optimizer_(optimizer),
      selection_(std::move(selection)),
      group_(std::move(group)),
      image_size_(options.image_size),
      seed_(options.seed),
      device_(network_->parameters().front().device()),
      stop_vote_(group_, device_),
      statistics_(trainer::imagenet_statistics(device_)),
      training_images_(folders.train, loader_options(options, device_, /*augment=*/true)),
      validation_images_(folders.validation, loader_options(options, device_, /*augment=*/false)),
      reducer_(network_->parameters(), group_) {
  if (options.evaluates_training)
    evaluated_images_.emplace(folders.train, loader_options(options, device_, /*augment=*/false));
}

std::int64_t ImageWork::images() const { return std::ssize(selection_.train); }

Epoch ImageWork::begin(std::int64_t number, std::int64_t batch_size) const {
  const std::int64_t most = std::min(batch_size, images());
  return {.number = number,
          .batch_size = std::max<std::int64_t>(1, most / group_->ranks()) * group_->ranks(),
          .sums = no_sums(device_)};
}

void ImageWork::try_step(std::int64_t batch_size) {
  const trainer::BufferGuard guard(*network_);
  network_->train();
  const std::int64_t part = batch_size / group_->ranks();
  const at::Tensor images = at::zeros({part, 3, image_size_, image_size_}, at::kByte);
  const at::Tensor labels = at::zeros({part}, at::device(device_).dtype(at::kLong));
  at::cross_entropy_loss(logits(images), labels).backward();
  network_->zero_grad(/*set_to_none=*/true);
}

std::optional<trainer::EpochResult> ImageWork::run(Epoch& epoch,
                                                   const std::function<bool()>& go_on) {
  if (!train(epoch, go_on)) return std::nullopt;
  const at::Tensor training = sums(epoch);
  const std::optional<at::Tensor> scored =
      evaluated_images_ ? evaluate(*evaluated_images_, selection_.train, epoch.batch_size)
                        : training;
  if (!scored) return std::nullopt;
  const std::optional<at::Tensor> validation =
      evaluate(validation_images_, selection_.validation, epoch.batch_size);
  if (!validation) return std::nullopt;
  require_few_skipped(training_images_, images(), training);
  require_few_skipped(validation_images_, std::ssize(selection_.validation), *validation);
  check_agreement("the sum of all weights after epoch " + to_text(epoch.number),
                  to_text(sum_of_weights(*network_)));

  const Means train = means_of(*scored);
  const Means test = means_of(*validation);
  return trainer::EpochResult{
      .train = train.score,
      .test = test.score,
      .more = {train.top5, test.top5, training[images_seen].item<double>(),
               training[skipped].item<double>() + (*validation)[skipped].item<double>()}};
}

at::Tensor ImageWork::sums(const Epoch& epoch) const {
  at::Tensor total = epoch.sums.clone();
  group_->sum(total).wait();
  return total;
}

void ImageWork::check_agreement(const std::string& what, const std::string& value) const {
  group_->require_same(what, value);
}

std::int64_t ImageWork::steps(std::int64_t batch_size) const { return images() / batch_size; }

/// This process's images in the rest of an epoch, batch after batch.
std::vector<std::int64_t> ImageWork::share_of(const Epoch& epoch) const {
  const at::Tensor order =
      at::randperm(images(), trainer::generator_of(seed_, epoch.number, 0), at::kLong);
  const std::int64_t* const position = order.data_ptr<std::int64_t>();
  const std::int64_t part = epoch.batch_size / group_->ranks();
  std::vector<std::int64_t> share;
  for (std::int64_t step = epoch.step; step < steps(epoch.batch_size); ++step) {
    const std::int64_t begin = step * epoch.batch_size + group_->rank() * part;
    for (std::int64_t i = begin; i < begin + part; ++i)
      share.push_back(selection_.train[static_cast<std::size_t>(position[i])]);
  }
  return share;
}

/// Trains the rest of an epoch; returns whether its end is reached.
bool ImageWork::train(Epoch& epoch, const std::function<bool()>& go_on) {
  const std::int64_t part = epoch.batch_size / group_->ranks();
  trainer::Stopwatch watch;
  network_->train();
  platform_->update_rates(optimizer_);
  training_images_.start(share_of(epoch), part, epoch.number);
  bool wants_to_stop = false;
  bool stop = false;
  while (!stop && epoch.step < steps(epoch.batch_size)) {
    step(epoch, next(training_images_, part, epoch.sums));
    ++epoch.step;
    epoch.seconds += watch.lap();
    if (!go_on()) wants_to_stop = true;
    (void)watch.lap();  // time for checkpoints does not count
    stop = stop_vote_.after(epoch.step, steps(epoch.batch_size), wants_to_stop);
  }
  (void)epoch.sums.cpu();  // waits for the device, so the time includes its work
  epoch.seconds += watch.lap();
  return !stop;
}

/// The next batch of a loader, which should have `expected` images; counts and names those that
/// could not be decoded.
Batch ImageWork::next(trainer::ImageLoader& loader, std::int64_t expected, at::Tensor& sums) {
  const std::size_t named = loader.skipped().size();
  Batch batch = loader.next().value();
  for (std::size_t i = named; i < loader.skipped().size(); ++i)
    std::fprintf(stderr, "skipped %s\n", support::printable(loader.skipped()[i].reason).c_str());
  if (const std::int64_t missing = expected - batch.labels.size(0); missing > 0)
    sums[skipped].add_(missing);
  return batch;
}

void ImageWork::step(Epoch& epoch, const Batch& batch) {
  network_->zero_grad(/*set_to_none=*/true);
  if (batch.labels.size(0) > 0) {
    const at::Tensor labels = batch.labels.to(device_, /*non_blocking=*/true);
    const at::Tensor answers = logits(batch.images);
    const at::Tensor loss = loss_of(answers, labels);
    (loss / epoch.batch_size).backward();
    add_to(epoch.sums, loss, answers, labels);
  }
  reducer_.reduce();
  optimizer_.step();
}

/// The sums over all these images of a loader, in batches that need no more memory than training.
/// Returns nothing if a signal arrives at any process.
std::optional<at::Tensor> ImageWork::evaluate(trainer::ImageLoader& loader,
                                              const std::vector<std::int64_t>& images,
                                              std::int64_t batch_size) {
  const at::NoGradGuard no_gradients;
  network_->eval();
  group_->broadcast(network_->buffers());
  const std::int64_t ranks = group_->ranks();
  std::vector<std::int64_t> share;
  for (std::int64_t i = group_->rank(); i < std::ssize(images); i += ranks)
    share.push_back(images[static_cast<std::size_t>(i)]);
  const std::int64_t most = std::clamp<std::int64_t>(2 * batch_size / ranks, 16, 256);
  std::int64_t left = std::ssize(share);
  loader.start(std::move(share), most, 0);

  at::Tensor sums = no_sums(device_);
  // All processes take as many rounds as the largest share needs.
  const std::int64_t largest = (std::ssize(images) + ranks - 1) / ranks;
  const std::int64_t rounds = (largest + most - 1) / most;
  for (std::int64_t round = 1; round <= rounds; ++round) {
    if (left > 0) {
      const Batch batch = next(loader, std::min(left, most), sums);
      left -= most;
      if (batch.labels.size(0) > 0) {
        const at::Tensor labels = batch.labels.to(device_, /*non_blocking=*/true);
        const at::Tensor answers = logits(batch.images);
        add_to(sums, loss_of(answers, labels), answers, labels);
      }
    }
    if (stop_vote_.after(round, rounds, trainer::interrupted() != 0)) return std::nullopt;
  }
  group_->sum(sums).wait();
  return sums;
}

at::Tensor ImageWork::logits(const at::Tensor& images) const {
  const at::Tensor moved = images.to(device_, /*non_blocking=*/true);
  return platform_->logits([&] {
    return network_->forward(
        trainer::normalise(moved, statistics_).contiguous(platform_->layout()));
  });
}

}  // namespace imagenet
