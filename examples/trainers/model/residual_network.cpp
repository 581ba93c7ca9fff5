#include "model/residual_network.hpp"

#include "model/network.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include <ATen/Functions.h>
#include <torch/nn/init.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

namespace trainer {
namespace {

torch::nn::Conv2d convolution(std::int64_t in, std::int64_t out, std::int64_t kernel,
                              std::int64_t stride) {
  return torch::nn::Conv2d(
      torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).bias(false));
}

/// A convolution in a block.
struct Layer {
  std::int64_t out;
  std::int64_t kernel;
  std::int64_t stride;
};

/// Normalised convolutions with activations between them, added to the input or, if the shape
/// changes, to a normalised 1x1 convolution of the input, then activated.
class Block : public torch::nn::Module {
 public:
  Block(std::int64_t in, std::int64_t stride, const std::vector<Layer>& layers) {
    // The shortcut draws its weights first and is registered last, as in torchvision.
    const std::int64_t out = layers.back().out;
    if (in != out || stride != 1)
      downsample_ =
          torch::nn::Sequential(convolution(in, out, 1, stride), torch::nn::BatchNorm2d(out));
    for (const Layer& layer : layers) {
      const std::string number = std::to_string(convolutions_.size() + 1);
      convolutions_.push_back(
          register_module("conv" + number, convolution(in, layer.out, layer.kernel, layer.stride)));
      normalisations_.push_back(register_module("bn" + number, torch::nn::BatchNorm2d(layer.out)));
      in = layer.out;
    }
    if (downsample_) register_module("downsample", downsample_);
  }

  at::Tensor forward(const at::Tensor& x) {
    at::Tensor inner = x;
    for (std::size_t i = 0; i < convolutions_.size(); ++i) {
      if (i > 0) inner.relu_();
      inner = normalisations_[i]->forward(convolutions_[i]->forward(inner));
    }
    return inner.add_(downsample_ ? downsample_->forward(x) : x).relu_();
  }

 private:
  std::vector<torch::nn::Conv2d> convolutions_;
  std::vector<torch::nn::BatchNorm2d> normalisations_;
  torch::nn::Sequential downsample_{nullptr};
};

/// The stages of a network of some depth.
struct Stages {
  std::int64_t depth;
  bool bottleneck;
  std::array<std::int64_t, 4> blocks;
};

constexpr std::array<Stages, 5> stages_by_depth = {{{18, false, {2, 2, 2, 2}},
                                                    {34, false, {3, 4, 6, 3}},
                                                    {50, true, {3, 4, 6, 3}},
                                                    {101, true, {3, 4, 23, 3}},
                                                    {152, true, {3, 8, 36, 3}}}};

/// Null if no network has this depth.
const Stages* find_stages(std::int64_t depth) {
  const auto found = std::ranges::find(stages_by_depth, depth, &Stages::depth);
  return found == stages_by_depth.end() ? nullptr : &*found;
}

const Stages& stages_of(std::int64_t depth) {
  const Stages* const stages = find_stages(depth);
  if (!stages)
    throw std::invalid_argument("residual_network: depth must be 18, 34, 50, 101 or 152, got " +
                                std::to_string(depth));
  return *stages;
}

class ResidualNetwork final : public FeatureNetwork {
 public:
  explicit ResidualNetwork(const ResidualNetworkShape& shape)
      : convolution_(register_module("conv1", convolution(3, 64, 7, 2))),
        normalisation_(register_module("bn1", torch::nn::BatchNorm2d(64))) {
    const Stages& stages = stages_of(shape.depth);
    std::int64_t channels = 64;
    for (std::size_t i = 0; i < stages.blocks.size(); ++i) {
      const std::int64_t width = std::int64_t{64} << i;
      torch::nn::Sequential stage;
      for (std::int64_t j = 0; j < stages.blocks[i]; ++j) {
        const std::int64_t stride = i > 0 && j == 0 ? 2 : 1;
        const std::vector<Layer> layers =
            stages.bottleneck
                ? std::vector<Layer>{{width, 1, 1}, {width, 3, stride}, {4 * width, 1, 1}}
                : std::vector<Layer>{{width, 3, stride}, {width, 3, 1}};
        stage->push_back(std::make_shared<Block>(channels, stride, layers));
        channels = layers.back().out;
      }
      stages_.push_back(register_module("layer" + std::to_string(i + 1), stage));
    }
    linear_ = register_module("fc", torch::nn::Linear(channels, shape.classes));
    // Initialised only now, to draw the same random numbers as torchvision.
    for (const auto& module : modules(false))
      if (const auto* layer = module->as<torch::nn::Conv2d>())
        torch::nn::init::kaiming_normal_(layer->weight, 0.0, torch::kFanOut, torch::kReLU);
  }

  at::Tensor features(at::Tensor images) override {
    at::Tensor x = normalisation_->forward(convolution_->forward(images)).relu_();
    x = at::max_pool2d(x, 3, 2, 1);
    for (torch::nn::Sequential& stage : stages_) x = stage->forward(x);
    return x.mean({2, 3});
  }

  at::Tensor classify(const at::Tensor& features) override { return linear_->forward(features); }

 private:
  torch::nn::Conv2d convolution_;
  torch::nn::BatchNorm2d normalisation_;
  std::vector<torch::nn::Sequential> stages_;
  torch::nn::Linear linear_{nullptr};
};

void check(const ResidualNetworkShape& shape) {
  if (!(shape.classes >= 1))
    throw std::invalid_argument("residual_network: classes must be at least 1, got " +
                                std::to_string(shape.classes));
}

}  // namespace

bool is_residual_network_depth(std::int64_t depth) { return find_stages(depth) != nullptr; }

std::shared_ptr<FeatureNetwork> residual_network(const ResidualNetworkShape& shape) {
  check(shape);
  return std::make_shared<ResidualNetwork>(shape);
}

double state_size(const ResidualNetworkShape& shape) {
  check(shape);
  const auto normalised = [](double in, double out, double kernel) {
    return in * out * kernel * kernel + 4.0 * out + 1.0;
  };
  const Stages& stages = stages_of(shape.depth);
  double in = 64.0;
  double size = normalised(3.0, in, 7.0);
  double width = in;
  for (const std::int64_t blocks : stages.blocks) {
    const double out = stages.bottleneck ? 4.0 * width : width;
    if (in != out) size += normalised(in, out, 1.0);
    for (std::int64_t i = 0; i < blocks; ++i) {
      size += stages.bottleneck ? normalised(in, width, 1.0) + normalised(width, width, 3.0) +
                                      normalised(width, out, 1.0)
                                : normalised(in, width, 3.0) + normalised(width, out, 3.0);
      in = out;
    }
    width *= 2.0;
  }
  return size + (in + 1.0) * static_cast<double>(shape.classes);
}

}  // namespace trainer
