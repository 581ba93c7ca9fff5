#include "engine/fused_sgd.hpp"

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <ATen/Functions.h>
#include <c10/core/GradMode.h>
#include <c10/cuda/CUDAGraphsC10Utils.h>

namespace trainer {
namespace {

bool is_capturing() {
  return c10::cuda::currentStreamCaptureStatusMayInitCtx() != c10::cuda::CaptureStatus::None;
}

}  // namespace

FusedSgd::FusedSgd(std::vector<torch::optim::OptimizerParamGroup> groups,
                   const torch::optim::SGDOptions& options)
    : SGD(std::move(groups), options) {
  for (const torch::optim::OptimizerParamGroup& group : param_groups_) {
    const double dampening =
        static_cast<const torch::optim::SGDOptions&>(group.options()).dampening();
    if (dampening != 0)
      throw std::invalid_argument("Platform::sgd: dampening must be 0 on CUDA, got " +
                                  std::to_string(dampening));
  }
  update_rates();
}

void FusedSgd::update_rates() {
  for (std::size_t i = 0; i < param_groups_.size(); ++i) {
    const torch::optim::OptimizerParamGroup& group = param_groups_[i];
    if (i == rates_.size())  // float: _fused_sgd_ reads no other type
      rates_.push_back(at::empty({}, group.params().front().options().dtype(at::kFloat)));
    rates_[i].fill_(group.options().get_lr());
  }
}

at::Tensor FusedSgd::step(LossClosure closure) {
  at::Tensor loss;
  if (closure) {
    const at::AutoGradMode gradients(true);
    loss = closure();
  }
  const at::NoGradGuard no_gradients;
  for (std::size_t i = 0; i < param_groups_.size(); ++i) {
    const auto& options = static_cast<const torch::optim::SGDOptions&>(param_groups_[i].options());
    std::vector<at::Tensor> parameters;
    std::vector<at::Tensor> gradients;
    std::vector<at::Tensor> momenta;
    for (const at::Tensor& parameter : param_groups_[i].params()) {
      if (!parameter.grad().defined()) continue;
      parameters.push_back(parameter);
      gradients.push_back(parameter.grad());
      if (options.momentum() != 0) momenta.push_back(momentum(parameter));
    }
    if (parameters.empty()) continue;
    at::_fused_sgd_(parameters, gradients, momenta, options.weight_decay(), options.momentum(),
                    rates_.at(i), options.dampening(), options.nesterov(), /*maximize=*/false,
                    /*is_first_step=*/false);
  }
  return loss;
}

const at::Tensor& FusedSgd::momentum(const at::Tensor& parameter) {
  auto& state = state_[parameter.unsafeGetTensorImpl()];
  if (!state) state = std::make_unique<torch::optim::SGDParamState>();
  at::Tensor& buffer = static_cast<torch::optim::SGDParamState&>(*state).momentum_buffer();
  if (buffer.defined() && buffer.strides() == parameter.strides()) return buffer;
  if (is_capturing())
    throw std::logic_error("the first step of an optimizer cannot be captured in a CUDA graph");
  const at::Tensor before = buffer;
  buffer = at::zeros_like(parameter);
  if (before.defined()) buffer.copy_(before);
  return buffer;
}

}  // namespace trainer
