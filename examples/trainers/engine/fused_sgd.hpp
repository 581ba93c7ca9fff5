#pragma once

#include <vector>

#include <ATen/core/Tensor.h>
#include <torch/optim/sgd.h>

namespace trainer {

/// SGD on CUDA in one kernel (or few) for all parameters of a group, with a rate that is read from the
/// device. The momentum is stored where SGD stores it, so archives are the same.
class FusedSgd final : public torch::optim::SGD {
 public:
  /// Throws std::invalid_argument if the options of a group set a dampening.
  FusedSgd(std::vector<torch::optim::OptimizerParamGroup> groups,
           const torch::optim::SGDOptions& options);

  /// Applies the learning rates in the options. Captured graphs read their tensors, so they are
  /// overwritten and never replaced.
  void update_rates();

  at::Tensor step(LossClosure closure) override;

 private:
  /// The momentum of a parameter in the parameter's memory layout, which _fused_sgd_ requires. It
  /// starts at zero, which gives SGD's first step (momentum * 0 + gradient is the gradient), so
  /// every captured step is the same.
  [[nodiscard]] const at::Tensor& momentum(const at::Tensor& parameter);

  std::vector<at::Tensor> rates_;  // of the groups
};

}  // namespace trainer
