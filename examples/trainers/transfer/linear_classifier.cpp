#include "transfer/linear_classifier.hpp"

#include "engine/generator.hpp"
#include "engine/sgd_options.hpp"
#include "engine/stopwatch.hpp"
#include "run/schedule.hpp"
#include "transfer/features.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <c10/core/GradMode.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/sgd.h>

namespace transfer {
namespace {

/// Gives each feature mean 0 and deviation 1 over the training images.
class Standardisation {
 public:
  explicit Standardisation(const at::Tensor& values) : mean_(values.mean(0)) {
    const at::Tensor deviation = values.std(0, /*unbiased=*/false);
    // A feature whose training values differ only by rounding carries no information, and its value
    // for a test image could be arbitrarily large.
    const at::Tensor differs = deviation.gt(deviation.max() * 1e-5);
    scale_ = at::where(differs, deviation.reciprocal(), at::zeros_like(deviation));
  }

  [[nodiscard]] at::Tensor apply(const at::Tensor& values) const {
    return (values - mean_).mul_(scale_);
  }

 private:
  at::Tensor mean_;
  at::Tensor scale_;
};

/// Bool per image: whether it is classified correctly.
at::Tensor correct(torch::nn::Linear& layer, const at::Tensor& values, const at::Tensor& labels) {
  const at::NoGradGuard no_gradients;
  return layer->forward(values).argmax(1).eq(labels);
}

/// Trains an epoch; returns its mean loss, or nothing if interrupted.
std::optional<double> train_epoch(torch::nn::Linear& layer, torch::optim::SGD& optimizer,
                                  const at::Tensor& values, const at::Tensor& labels,
                                  const at::Tensor& order, std::int64_t batch_size,
                                  const std::function<bool()>& go_on) {
  double sum = 0.0;
  for (const at::Tensor& indices : order.split(batch_size)) {
    optimizer.zero_grad();
    const at::Tensor answers = layer->forward(values.index_select(0, indices));
    const at::Tensor loss = at::cross_entropy_loss(answers, labels.index_select(0, indices));
    loss.backward();
    optimizer.step();
    sum += loss.item<double>() * static_cast<double>(indices.size(0));
    if (!go_on()) return std::nullopt;
  }
  return sum / static_cast<double>(order.size(0));
}

std::unique_ptr<torch::optim::SGD> new_optimizer(torch::nn::Linear& layer,
                                                 const FixOptions& options) {
  const auto group = [&](const at::Tensor& parameter, double weight_decay) {
    return torch::optim::OptimizerParamGroup(
        {parameter}, std::make_unique<torch::optim::SGDOptions>(
                         trainer::sgd_options(options).weight_decay(weight_decay)));
  };
  return std::make_unique<torch::optim::SGD>(
      std::vector{group(layer->weight, options.weight_decay), group(layer->bias, 0.0)},
      torch::optim::SGDOptions(options.learning_rate));
}

}  // namespace

std::optional<CellOutcome> train_fix(const FeatureSets& features, std::int64_t classes,
                                     const FixOptions& options, std::uint64_t seed,
                                     const std::function<bool()>& go_on) {
  trainer::Stopwatch watch;
  const Standardisation standardisation(features.train.values);
  const at::Tensor values = standardisation.apply(features.train.values);
  const at::Tensor& labels = features.train.labels;

  at::manual_seed(seed);
  torch::nn::Linear layer(values.size(1), classes);
  const auto optimizer = new_optimizer(layer, options);
  trainer::Schedule schedule(options.schedule);
  std::int64_t batch_size = options.batch_size;
  std::int64_t epochs = 0;
  std::optional<double> loss;
  auto decision = autodecay::Decision::hold;
  while (decision != autodecay::Decision::stop && epochs < options.epochs) {
    ++epochs;
    const at::Tensor order =
        at::randperm(values.size(0), trainer::generator_of(seed, epochs, 0), at::kLong);
    loss = train_epoch(layer, *optimizer, values, labels, order, batch_size, go_on);
    if (!loss) return std::nullopt;
    decision = schedule.step({*optimizer, batch_size}, *loss);
  }
  require_finite(loss.value(), epochs, "--fix-learning-rate");
  return CellOutcome{
      .hits = hits_of(
          correct(layer, standardisation.apply(features.test.values), features.test.labels)),
      .train_accuracy = correct(layer, values, labels).to(at::kDouble).mean().item<double>(),
      .epochs = epochs,
      .seconds = watch.lap()};
}

}  // namespace transfer
