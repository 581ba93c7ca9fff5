#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

namespace trainer {

/// A classifier of images.
class Network : public torch::nn::Module {
 public:
  /// Maps normalised images (float, N x 3 x H x W) to logits (N x classes).
  virtual at::Tensor forward(at::Tensor images) = 0;
};

}  // namespace trainer
