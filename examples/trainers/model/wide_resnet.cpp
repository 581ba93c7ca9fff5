#include "model/wide_resnet.hpp"

#include "model/network.hpp"

#include <stdexcept>
#include <string>

#include <ATen/Functions.h>
#include <torch/nn/init.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

namespace trainer {
namespace {

torch::nn::Conv2d kaiming_convolution(std::int64_t in, std::int64_t out, std::int64_t kernel,
                                      std::int64_t stride) {
  torch::nn::Conv2d layer(
      torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).bias(false));
  torch::nn::init::kaiming_normal_(layer->weight, 0.0, torch::kFanOut);
  return layer;
}

at::Tensor activate(torch::nn::BatchNorm2d& normalisation, const at::Tensor& x) {
  return normalisation->forward(x).relu_();
}

/// Two times normalisation, activation and convolution, added to the input or, if the number of
/// channels changes, to a 1x1 convolution of the activated input.
class PreActivationBlock : public torch::nn::Module {
 public:
  PreActivationBlock(std::int64_t in, std::int64_t out, std::int64_t stride)
      : normalisation1_(register_module("bn1", torch::nn::BatchNorm2d(in))),
        convolution1_(register_module("conv1", kaiming_convolution(in, out, 3, stride))),
        normalisation2_(register_module("bn2", torch::nn::BatchNorm2d(out))),
        convolution2_(register_module("conv2", kaiming_convolution(out, out, 3, 1))) {
    if (in != out || stride != 1)
      shortcut_ = register_module("shortcut", kaiming_convolution(in, out, 1, stride));
  }

  at::Tensor forward(const at::Tensor& x) {
    const at::Tensor activated = activate(normalisation1_, x);
    const at::Tensor inner = activate(normalisation2_, convolution1_->forward(activated));
    const at::Tensor identity = shortcut_ ? shortcut_->forward(activated) : x;
    return convolution2_->forward(inner).add_(identity);
  }

 private:
  torch::nn::BatchNorm2d normalisation1_;
  torch::nn::Conv2d convolution1_;
  torch::nn::BatchNorm2d normalisation2_;
  torch::nn::Conv2d convolution2_;
  torch::nn::Conv2d shortcut_{nullptr};
};

std::int64_t blocks_of_group(const WideResNetShape& shape) { return (shape.depth - 4) / 6; }

class WideResNet final : public FeatureNetwork {
 public:
  explicit WideResNet(const WideResNetShape& shape)
      : convolution_(register_module("conv", kaiming_convolution(3, 16, 3, 1))),
        blocks_(register_module("blocks", torch::nn::Sequential())),
        normalisation_(register_module("bn", torch::nn::BatchNorm2d(64 * shape.widen))),
        linear_(register_module("fc", torch::nn::Linear(64 * shape.widen, shape.classes))) {
    std::int64_t in = 16;
    for (const std::int64_t width : {16, 32, 64}) {
      for (std::int64_t i = 0; i < blocks_of_group(shape); ++i) {
        const std::int64_t out = width * shape.widen;
        blocks_->push_back(
            std::make_shared<PreActivationBlock>(in, out, i == 0 && width != 16 ? 2 : 1));
        in = out;
      }
    }
    torch::nn::init::zeros_(linear_->bias);
  }

  at::Tensor features(at::Tensor images) override {
    const at::Tensor last = blocks_->forward(convolution_->forward(images));
    return activate(normalisation_, last).mean({2, 3});
  }

  at::Tensor classify(const at::Tensor& features) override { return linear_->forward(features); }

 private:
  torch::nn::Conv2d convolution_;
  torch::nn::Sequential blocks_;
  torch::nn::BatchNorm2d normalisation_;
  torch::nn::Linear linear_;
};

void check(const WideResNetShape& shape) {
  if (!is_wide_resnet_depth(shape.depth))
    throw std::invalid_argument("wide_resnet: depth must be 6n + 4 in 10 … 10000, got " +
                                std::to_string(shape.depth));
  if (!is_wide_resnet_width(shape.widen))
    throw std::invalid_argument("wide_resnet: widen must be in 1 … 1000, got " +
                                std::to_string(shape.widen));
  if (!(shape.classes >= 1))
    throw std::invalid_argument("wide_resnet: classes must be at least 1, got " +
                                std::to_string(shape.classes));
}

}  // namespace

std::shared_ptr<FeatureNetwork> wide_resnet(const WideResNetShape& shape) {
  check(shape);
  return std::make_shared<WideResNet>(shape);
}

double state_size(const WideResNetShape& shape) {
  check(shape);
  const auto normalisation = [](double channels) { return 4.0 * channels + 1.0; };
  const auto block = [&](double in, double out) {
    return normalisation(in) + normalisation(out) + 9.0 * out * (in + out);
  };
  double in = 16.0;
  double size = 9.0 * 3.0 * in;
  for (const double width : {16.0, 32.0, 64.0}) {
    const double out = width * static_cast<double>(shape.widen);
    const double shortcut = in == out ? 0.0 : in * out;
    size += block(in, out) + shortcut;
    size += static_cast<double>(blocks_of_group(shape) - 1) * block(out, out);
    in = out;
  }
  return size + normalisation(in) + (in + 1.0) * static_cast<double>(shape.classes);
}

}  // namespace trainer
