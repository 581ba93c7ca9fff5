#include "engine/probes.hpp"

#include "data/patterns.hpp"
#include "engine/engine.hpp"
#include "model/network.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

namespace trainer {
namespace {

using torch::nn::BatchNorm2dImpl;
using torch::nn::Conv2dImpl;
using torch::nn::LinearImpl;

double norm_of(const at::Tensor& tensor) { return tensor.norm().item<double>(); }

/// A layer with weights of its own, and the normalisation that follows it, if any.
struct Layer {
  std::string name;
  at::Tensor weight;
  at::Tensor bias;  // undefined without a bias
  const BatchNorm2dImpl* normalisation = nullptr;
  bool first = true;  // the first of the layers that share the normalisation

  [[nodiscard]] bool has_bias() const { return bias.defined() || (normalisation && first); }

  [[nodiscard]] at::Tensor scale() const {
    return normalisation->weight /
           (normalisation->running_var + normalisation->options.eps()).sqrt();
  }
  [[nodiscard]] double weight_norm() const {
    return norm_of(normalisation ? weight * scale().reshape({-1, 1, 1, 1}) : weight);
  }
  [[nodiscard]] double bias_norm() const {
    if (!normalisation) return norm_of(bias);
    const at::Tensor offset =
        bias.defined() ? bias - normalisation->running_mean : normalisation->running_mean.neg();
    return norm_of(normalisation->bias + offset * scale());
  }
};

/// The model's layers in order.
std::vector<Layer> layers_of(const Network& network) {
  std::vector<Layer> layers;
  std::size_t waiting = 0;  // the first layer still without its normalisation
  for (const auto& item : network.named_modules()) {
    const torch::nn::Module* const module = item.value().get();
    if (const auto* convolution = dynamic_cast<const Conv2dImpl*>(module)) {
      layers.push_back({item.key(), convolution->weight, convolution->bias});
    } else if (const auto* linear = dynamic_cast<const LinearImpl*>(module)) {
      layers.push_back({item.key(), linear->weight, linear->bias});
    } else if (const auto* normalisation = dynamic_cast<const BatchNorm2dImpl*>(module)) {
      const std::size_t first = waiting;
      for (; waiting < layers.size(); ++waiting) {
        layers[waiting].normalisation = normalisation;
        layers[waiting].first = waiting == first;
      }
    }
  }
  return layers;
}

at::Tensor indices_of(const at::Tensor& kinds, PatternKind kind) {
  return kinds.eq(static_cast<int>(kind)).nonzero().flatten();
}

double accuracy(const Engine& engine, PatternKind kind) {
  const ImageSet& test = engine.data().test;
  return engine.evaluate(test.select(indices_of(test.kinds, kind)), [] { return true; })->accuracy;
}

at::Tensor flattened(const std::vector<at::Tensor>& gradients) {
  std::vector<at::Tensor> flat;
  for (const at::Tensor& gradient : gradients) flat.push_back(gradient.reshape(-1));
  return at::cat(flat);
}

std::int64_t probed_batch_size(std::int64_t batch_size, std::int64_t images) {
  constexpr std::int64_t usual = 128;
  return std::max<std::int64_t>(1, std::min(batch_size == 0 ? usual : batch_size, images / 2));
}

std::vector<double> consistency(const Engine& engine, Network& network, std::int64_t batch_size) {
  constexpr std::int64_t most = 16;
  const BufferGuard guard(network);
  network.train();
  const ImageSet& train = engine.data().train;
  const std::vector<at::Tensor> parameters = network.parameters();
  std::vector<at::Tensor> easy, complex;
  for (std::int64_t b = 0; b < most && (b + 1) * batch_size <= train.size(); ++b) {
    const ImageSet batch =
        train.select(at::arange(b * batch_size, (b + 1) * batch_size, train.labels.options()));
    const at::Tensor logits = engine.logits(batch.images);
    const auto add_gradient = [&](PatternKind kind, std::vector<at::Tensor>& rows) {
      const at::Tensor own = indices_of(batch.kinds, kind);
      if (own.numel() == 0) return;
      const at::Tensor loss =
          at::cross_entropy_loss(logits.index_select(0, own), batch.labels.index_select(0, own));
      rows.push_back(
          flattened(torch::autograd::grad({loss}, parameters, {}, /*retain_graph=*/true)));
    };
    add_gradient(PatternKind::easy_only, easy);
    add_gradient(PatternKind::complex_only, complex);
  }
  return {signal_to_noise(easy), signal_to_noise(complex)};
}

}  // namespace

Probe norm_probe(const Network& network) {
  std::vector<Layer> layers = layers_of(network);
  Probe probe{.name = "norms"};
  for (const Layer& layer : layers) {
    probe.columns.push_back(layer.name + ".weight");
    if (layer.has_bias()) probe.columns.push_back(layer.name + ".bias");
  }
  probe.measure = [layers = std::move(layers)] {
    const at::NoGradGuard no_gradients;
    std::vector<double> norms;
    for (const Layer& layer : layers) {
      norms.push_back(layer.weight_norm());
      if (layer.has_bias()) norms.push_back(layer.bias_norm());
    }
    return norms;
  };
  return probe;
}

double signal_to_noise(const std::vector<at::Tensor>& gradients) {
  if (gradients.size() < 2) return std::numeric_limits<double>::quiet_NaN();
  const at::Tensor rows = at::stack(gradients);
  const auto count = static_cast<double>(rows.size(0));
  const at::Tensor mean = rows.mean(0);
  const double noise = (rows - mean).square().sum().item<double>() / (count - 1.0);
  const double signal = mean.square().sum().item<double>() - noise / count;
  return signal / noise;
}

Probe pattern_probe(const Engine& engine, Network& network, std::int64_t batch_size) {
  if (!engine.data().train.kinds.defined())
    throw std::invalid_argument("the data do not say which patterns an image carries");
  batch_size = probed_batch_size(batch_size, engine.data().train.size());
  return {.name = "patterns",
          .columns = {"easy_accuracy", "complex_accuracy", "easy_signal_to_noise",
                      "complex_signal_to_noise"},
          .measure = [&engine, &network, batch_size] {
            std::vector<double> row = {accuracy(engine, PatternKind::easy_only),
                                       accuracy(engine, PatternKind::complex_only)};
            const std::vector<double> ratios = consistency(engine, network, batch_size);
            row.insert(row.end(), ratios.begin(), ratios.end());
            return row;
          }};
}

}  // namespace trainer
