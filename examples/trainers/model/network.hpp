#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/core/MemoryFormat.h>
#include <torch/nn/module.h>

namespace trainer {

/// An image classifier.
class Network : public torch::nn::Module {
 public:
  /// Maps normalised images (float, N x 3 x H x W) to logits (N x classes).
  virtual at::Tensor forward(at::Tensor images) = 0;
};

/// A network whose logits are one linear layer, "fc", applied to features of the image.
class FeatureNetwork : public Network {
 public:
  /// Maps normalised images (float, N x 3 x H x W) to features (N x F).
  virtual at::Tensor features(at::Tensor images) = 0;

  /// Maps features (N x F) to logits (N x classes).
  virtual at::Tensor classify(const at::Tensor& features) = 0;

  at::Tensor forward(at::Tensor images) final { return classify(features(std::move(images))); }
};

/// Gives the weights of convolutions this memory layout.
inline void lay_out(const Network& network, at::MemoryFormat layout) {
  for (at::Tensor& parameter : network.parameters())
    if (parameter.dim() == 4) parameter.set_data(parameter.contiguous(layout));
}

/// Restores the buffers of a network, which are its batch-norm statistics, on destruction. Use it
/// for a forward pass in training mode that must not change them.
class BufferGuard {
 public:
  explicit BufferGuard(const Network& network) : buffers_(network.buffers()) {
    for (const at::Tensor& buffer : buffers_) saved_.push_back(buffer.clone());
  }
  ~BufferGuard() {
    for (std::size_t i = 0; i < buffers_.size(); ++i) buffers_[i].copy_(saved_[i]);
  }
  BufferGuard(const BufferGuard&) = delete;
  BufferGuard& operator=(const BufferGuard&) = delete;

 private:
  std::vector<at::Tensor> buffers_;
  std::vector<at::Tensor> saved_;
};

}  // namespace trainer
