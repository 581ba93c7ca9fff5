#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>
#include <c10/core/MemoryFormat.h>

namespace torch::optim {
class OptimizerParamGroup;
class SGD;
struct SGDOptions;
}  // namespace torch::optim

namespace trainer {

/// The differences between training on a CPU and on a GPU. All other code is shared, and so tested
/// without a GPU.
class Platform {
 public:
  virtual ~Platform() = default;

  /// The memory layout of images and of the weights of convolutions.
  [[nodiscard]] virtual at::MemoryFormat layout() const = 0;

  /// Images of up to 32 x 32 pixels per forward pass if no gradient is needed.
  [[nodiscard]] virtual std::int64_t evaluation_batch() const = 0;

  /// The same for these images (N x C x H x W): fewer if they are larger, as many as have the same
  /// number of pixels, and at least 1.
  [[nodiscard]] std::int64_t evaluation_batch(const at::Tensor& images) const;

  /// Memory in bytes that a training could still allocate.
  [[nodiscard]] virtual std::int64_t free_memory() const = 0;

  /// Returns the logits of `forward` as float, computed in the precision that suits the device:
  /// float on a CPU, bfloat16 (autocast) on CUDA.
  [[nodiscard]] virtual at::Tensor logits(const std::function<at::Tensor()>& forward) const = 0;

  /// SGD with momentum over groups of parameters; groups without their own options use `options`.
  /// On CUDA, step() is one fused update per group that reads the rate from a tensor, so it can be
  /// part of a repeated() step; throws std::invalid_argument there if the options set a dampening.
  [[nodiscard]] virtual std::unique_ptr<torch::optim::SGD> sgd(
      std::vector<torch::optim::OptimizerParamGroup> groups,
      const torch::optim::SGDOptions& options) const = 0;

  /// The same for a single group.
  [[nodiscard]] std::unique_ptr<torch::optim::SGD> sgd(
      std::vector<at::Tensor> parameters, const torch::optim::SGDOptions& options) const;

  /// Applies the learning rates in the options of an optimizer from sgd(), also for repeated()
  /// steps. Call it after every change of the options.
  virtual void update_rates(torch::optim::SGD& optimizer) const = 0;

  /// Returns a function equivalent to `step`, which does the same work on new numbers each time. On
  /// a CPU it is `step`. On CUDA the first few calls run `step`, the next one captures it in a
  /// graph, and all later calls replay the graph: they save the cost of launching each kernel and
  /// no longer call `step`. So `step` must read and write the same tensors in every call, release
  /// the gradients first, never wait for the device, draw no random numbers, and leave behind no
  /// tensor with an autograd history, because that belongs to the stream of the call. Throws
  /// std::runtime_error if the graph cannot be captured.
  [[nodiscard]] virtual std::function<void()> repeated(std::function<void()> step) const = 0;
};

/// The error for a CUDA device if this program was built without CUDA.
inline constexpr const char* without_cuda =
    "this program was built without CUDA support, which needs LibTorch 2.6 or newer with CUDA; use "
    "cpu or auto";

/// The platform of a device. Throws std::invalid_argument for a device that is neither CPU nor
/// CUDA, and for CUDA if this program was built without it.
[[nodiscard]] std::shared_ptr<const Platform> platform_of(c10::Device device);

}  // namespace trainer
