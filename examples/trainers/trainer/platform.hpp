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

/// What training does differently on a CPU and on a GPU. All else is written once, and so tested
/// without a GPU.
class Platform {
 public:
  virtual ~Platform() = default;

  /// How images and the weights of convolutions lie in memory.
  [[nodiscard]] virtual at::MemoryFormat layout() const = 0;

  /// Images at once where no gradient is needed.
  [[nodiscard]] virtual std::int64_t evaluation_batch() const = 0;

  /// Memory that a training could still take, in bytes.
  [[nodiscard]] virtual std::int64_t free_memory() const = 0;

  /// The logits that `forward` returns, as float, computed in the precision that suits the device:
  /// float on a CPU, bfloat16 (autocast) on CUDA.
  [[nodiscard]] virtual at::Tensor logits(const std::function<at::Tensor()>& forward) const = 0;

  /// SGD with momentum over groups of parameters, each with options of its own or else with
  /// `options`. On CUDA step() is one fused update a group that reads the rate from a tensor, so
  /// that it can be part of a repeated() step; throws std::invalid_argument there for a dampening.
  [[nodiscard]] virtual std::unique_ptr<torch::optim::SGD> sgd(
      std::vector<torch::optim::OptimizerParamGroup> groups,
      const torch::optim::SGDOptions& options) const = 0;

  /// The same, over one group.
  [[nodiscard]] std::unique_ptr<torch::optim::SGD> sgd(
      std::vector<at::Tensor> parameters, const torch::optim::SGDOptions& options) const;

  /// Makes the learning rates of an optimizer that sgd() made those of its options, for repeated()
  /// steps too. To be called after each change of the options.
  virtual void update_rates(torch::optim::SGD& optimizer) const = 0;

  /// A function that does what `step` does, for the many times that one does the same to other
  /// numbers. On a CPU it is `step`. On CUDA the first few calls run `step`, the next captures it
  /// in a graph, and from then on the graph is replayed, without the cost of a launch for each
  /// kernel, and `step` is not called any more. So `step` must read and write the same tensors
  /// whenever it is called, release the gradients first, never wait for the device, draw no random
  /// numbers and leave behind no tensor with a history for autograd, which belongs to the stream
  /// of that call. Throws std::runtime_error where the graph cannot be captured.
  [[nodiscard]] virtual std::function<void()> repeated(std::function<void()> step) const = 0;
};

/// Why a CUDA device is refused where this program was built without the platform for it.
inline constexpr const char* without_cuda =
    "this program was built without CUDA support, which needs LibTorch 2.6 or newer with CUDA; use "
    "cpu or auto";

/// The platform of a device; throws std::invalid_argument for one that is neither a CPU nor CUDA,
/// and for CUDA where this program was built without it.
[[nodiscard]] std::shared_ptr<const Platform> platform_of(c10::Device device);

}  // namespace trainer
