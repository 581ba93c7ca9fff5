#include "imagenet/image_work.hpp"

#include "trainer/generator.hpp"
#include "trainer/network.hpp"
#include "trainer/platform.hpp"
#include "trainer/process_group.hpp"
#include "trainer/text.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include <ATen/Functions.h>
#include <c10/core/GradMode.h>
#include <torch/optim/sgd.h>

namespace imagenet {
namespace {

using trainer::Batch;
using trainer::Epoch;
using trainer::to_text;

// What an epoch's sums hold: the images' losses, how many are right at first and among the first
// five, and how many there are.
enum Sum : std::int64_t { losses, first, among_five, images_seen, sum_count };

/// Mean and deviation of ImageNet's channels, which the recipe takes for all data.
trainer::ChannelStatistics imagenet_statistics(at::Device device) {
  const auto channels = [&](std::vector<float> shares) {
    return at::tensor(shares).mul_(255).reshape({1, 3, 1, 1}).to(device);
  };
  return {channels({0.485F, 0.456F, 0.406F}), channels({0.229F, 0.224F, 0.225F})};
}

std::shared_ptr<trainer::Network> laid_out(std::shared_ptr<trainer::Network> network,
                                           at::MemoryFormat layout) {
  trainer::lay_out(*network, layout);
  return network;
}

/// Adds a batch's losses and correct answers to an epoch's sums.
void add_to(at::Tensor& sums, const at::Tensor& loss, const at::Tensor& answers,
            const at::Tensor& labels) {
  const at::NoGradGuard no_gradients;
  const std::int64_t five = std::min<std::int64_t>(5, answers.size(1));
  const at::Tensor best = std::get<1>(answers.topk(five, 1));
  const at::Tensor correct = best.eq(labels.unsqueeze(1));
  sums[losses].add_(loss);
  sums[first].add_(correct.select(1, 0).sum());
  sums[among_five].add_(correct.sum());
  sums[images_seen].add_(labels.size(0));
}

struct Means {
  trainer::Score score;
  double top5;
};

Means means_of(const at::Tensor& sums) {
  const at::Tensor host = sums.cpu();
  const double* const sum = host.data_ptr<double>();
  return {{sum[losses] / sum[images_seen], sum[first] / sum[images_seen]},
          sum[among_five] / sum[images_seen]};
}

/// Names the files that a loader has skipped since the last time; returns how many it has by now.
std::size_t name_skipped(const std::vector<trainer::SkippedImage>& skipped, std::size_t reported) {
  for (std::size_t i = reported; i < skipped.size(); ++i)
    std::fprintf(stderr, "skipped %s\n", skipped[i].reason.c_str());
  return skipped.size();
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
      seed_(options.seed),
      device_(network_->parameters().front().device()),
      statistics_(imagenet_statistics(device_)),
      training_images_(folders.train, {.image_size = options.image_size,
                                       .augment = true,
                                       .seed = options.seed,
                                       .workers = options.workers,
                                       .pin = device_.is_cuda()}),
      validation_images_(folders.validation, {.image_size = options.image_size,
                                              .augment = false,
                                              .workers = options.workers,
                                              .pin = device_.is_cuda()}),
      reducer_(network_->parameters(), group_) {
  if (images() < group_->ranks())
    throw std::runtime_error("expected at least one training image for each of " +
                             to_text(group_->ranks()) + " processes, got " + to_text(images()));
}

std::int64_t ImageWork::images() const { return std::ssize(selection_.train); }

Epoch ImageWork::begin(std::int64_t number, std::int64_t batch_size) const {
  const std::int64_t most = std::min(batch_size, images());
  return {.number = number,
          .batch_size = std::max<std::int64_t>(1, most / group_->ranks()) * group_->ranks(),
          .sums = at::zeros({sum_count}, at::device(device_).dtype(at::kDouble))};
}

std::optional<trainer::EpochResult> ImageWork::run(Epoch& epoch,
                                                   const std::function<bool()>& go_on) {
  if (!train(epoch, go_on)) return std::nullopt;
  const at::Tensor validation = evaluate();
  const at::Tensor training = sums(epoch);
  const double skipped =
      group_->sum(std::vector<double>{static_cast<double>(report_skipped())}).front();
  at::Tensor weights = at::zeros({}, validation.options());
  for (const at::Tensor& parameter : network_->parameters())
    weights.add_(parameter.detach().sum(at::kDouble));
  check_agreement("the sum of all weights after epoch " + to_text(epoch.number),
                  to_text(weights.item<double>()));

  const Means train = means_of(training);
  const Means test = means_of(validation);
  return trainer::EpochResult{
      .train = train.score,
      .test = test.score,
      .more = {train.top5, test.top5, training[images_seen].item<double>(), skipped}};
}

at::Tensor ImageWork::sums(const Epoch& epoch) const {
  at::Tensor total = epoch.sums.clone();
  group_->sum(total).wait();
  return total;
}

void ImageWork::check_agreement(const std::string& what, const std::string& value) const {
  group_->require_same(what, value);
}

std::int64_t ImageWork::steps(const Epoch& epoch) const { return images() / epoch.batch_size; }

/// This process's images in what is left of an epoch, batch after batch.
std::vector<std::int64_t> ImageWork::share_of(const Epoch& epoch) const {
  const at::Tensor order =
      at::randperm(images(), trainer::generator_of(seed_, epoch.number, 0), at::kLong);
  const std::int64_t* const position = order.data_ptr<std::int64_t>();
  const std::int64_t part = epoch.batch_size / group_->ranks();
  std::vector<std::int64_t> share;
  for (std::int64_t step = epoch.step; step < steps(epoch); ++step) {
    const std::int64_t begin = step * epoch.batch_size + group_->rank() * part;
    for (std::int64_t i = begin; i < begin + part; ++i)
      share.push_back(selection_.train[static_cast<std::size_t>(position[i])]);
  }
  return share;
}

/// Trains what is left of an epoch; returns whether its end is reached.
bool ImageWork::train(Epoch& epoch, const std::function<bool()>& go_on) {
  using Clock = std::chrono::steady_clock;
  // All processes have to leave at the same step, and to ask them takes a while.
  const std::int64_t steps_between_questions = group_->ranks() == 1 ? 1 : 10;
  const double seconds_before = epoch.seconds;
  const auto begin = Clock::now();
  const auto stop_clock = [&] {
    (void)epoch.sums.cpu();  // waits for the device, so that the time is that of the work
    epoch.seconds = seconds_before + std::chrono::duration<double>(Clock::now() - begin).count();
  };
  network_->train();
  platform_->update_rates(optimizer_);
  training_images_.start(share_of(epoch), epoch.batch_size / group_->ranks(), epoch.number);
  bool stop = false;
  while (epoch.step < steps(epoch)) {
    const Batch batch = training_images_.next().value();
    trainer::require_few_skipped(training_images_.skipped(), images());
    step(epoch, batch);
    ++epoch.step;
    if (!go_on()) stop = true;
    const bool ask = epoch.step % steps_between_questions == 0 || epoch.step == steps(epoch);
    if (ask && group_->any(stop)) {
      stop_clock();
      return false;
    }
  }
  stop_clock();
  return true;
}

void ImageWork::step(Epoch& epoch, const Batch& batch) {
  for (const at::Tensor& parameter : network_->parameters()) parameter.mutable_grad().reset();
  if (batch.labels.size(0) > 0) {
    const at::Tensor labels = batch.labels.to(device_, /*non_blocking=*/true);
    const at::Tensor answers = logits(batch);
    const at::Tensor loss = at::cross_entropy_loss(answers, labels, {}, at::Reduction::Sum);
    reducer_.begin();
    (loss / epoch.batch_size).backward();
    add_to(epoch.sums, loss, answers, labels);
  }
  reducer_.finish();
  optimizer_.step();
}

/// The sums over all validation images.
at::Tensor ImageWork::evaluate() {
  const at::NoGradGuard no_gradients;
  network_->eval();
  group_->broadcast(network_->buffers());
  std::vector<std::int64_t> share;
  for (auto i = static_cast<std::size_t>(group_->rank()); i < selection_.validation.size();
       i += static_cast<std::size_t>(group_->ranks()))
    share.push_back(selection_.validation[i]);
  at::Tensor sums = at::zeros({sum_count}, at::device(device_).dtype(at::kDouble));
  validation_images_.start(std::move(share),
                           std::min<std::int64_t>(platform_->evaluation_batch(), 256), 0);
  while (const std::optional<Batch> batch = validation_images_.next()) {
    trainer::require_few_skipped(validation_images_.skipped(), std::ssize(selection_.validation));
    if (batch->labels.size(0) == 0) continue;
    const at::Tensor labels = batch->labels.to(device_, /*non_blocking=*/true);
    const at::Tensor answers = logits(*batch);
    add_to(sums, at::cross_entropy_loss(answers, labels, {}, at::Reduction::Sum), answers, labels);
  }
  group_->sum(sums).wait();
  return sums;
}

at::Tensor ImageWork::logits(const Batch& batch) const {
  const at::Tensor images = batch.images.to(device_, /*non_blocking=*/true);
  return platform_->logits([&] {
    return network_->forward(
        trainer::normalise(images, statistics_).contiguous(platform_->layout()));
  });
}

/// Names files that were skipped since the last time; returns how many have been in all.
std::int64_t ImageWork::report_skipped() {
  reported_training_ = name_skipped(training_images_.skipped(), reported_training_);
  reported_validation_ = name_skipped(validation_images_.skipped(), reported_validation_);
  return static_cast<std::int64_t>(reported_training_ + reported_validation_);
}

}  // namespace imagenet
