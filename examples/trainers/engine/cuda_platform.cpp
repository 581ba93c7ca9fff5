#include "engine/cuda_platform.hpp"

#include "engine/error_text.hpp"

#include <cstddef>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <ATen/autocast_mode.h>
#include <ATen/cuda/CUDAEvent.h>
#include <ATen/cuda/CUDAGraph.h>
#include <c10/core/GradMode.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAException.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGraphsC10Utils.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <cuda_runtime_api.h>
#include <torch/optim/sgd.h>

namespace trainer {
namespace {

/// Lets CUDA compute in bfloat16 where autocast considers it safe, until destroyed.
class Autocast {
 public:
  Autocast() {
    at::autocast::increment_nesting();
    at::autocast::set_autocast_dtype(at::kCUDA, at::kBFloat16);
    at::autocast::set_autocast_enabled(at::kCUDA, true);
  }
  ~Autocast() {
    at::autocast::set_autocast_enabled(at::kCUDA, enabled_);
    at::autocast::set_autocast_dtype(at::kCUDA, type_);
    // The cast weights must not outlive the weights' values, least of all in a captured graph.
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  }
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  bool enabled_ = at::autocast::is_autocast_enabled(at::kCUDA);
  at::ScalarType type_ = at::autocast::get_autocast_dtype(at::kCUDA);
};

bool is_capturing() {
  return c10::cuda::currentStreamCaptureStatusMayInitCtx() != c10::cuda::CaptureStatus::None;
}

/// SGD in one kernel (or few) for all parameters of a group, with a rate that is read from the
/// device. The momentum is stored where SGD stores it, so archives are the same.
class FusedSgd final : public torch::optim::SGD {
 public:
  FusedSgd(std::vector<torch::optim::OptimizerParamGroup> groups,
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

  /// Captured graphs read these tensors, so they are overwritten and never replaced.
  void update_rates() {
    for (std::size_t i = 0; i < param_groups_.size(); ++i) {
      const torch::optim::OptimizerParamGroup& group = param_groups_[i];
      if (i == rates_.size())  // float: _fused_sgd_ reads no other type
        rates_.push_back(at::empty({}, group.params().front().options().dtype(at::kFloat)));
      rates_[i].fill_(group.options().get_lr());
    }
  }

  at::Tensor step(LossClosure closure) override {
    at::Tensor loss;
    if (closure) {
      const at::AutoGradMode gradients(true);
      loss = closure();
    }
    const at::NoGradGuard no_gradients;
    for (std::size_t i = 0; i < param_groups_.size(); ++i) {
      const auto& options =
          static_cast<const torch::optim::SGDOptions&>(param_groups_[i].options());
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

 private:
  /// The momentum of a parameter in the parameter's memory layout, which _fused_sgd_ requires. It
  /// starts at zero, which gives SGD's first step (momentum * 0 + gradient is the gradient), so
  /// every captured step is the same.
  [[nodiscard]] const at::Tensor& momentum(const at::Tensor& parameter) {
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

  std::vector<at::Tensor> rates_;  // of the groups
};

/// Runs a step three times, then captures it in a graph, and replays the graph from then on.
///
/// After the warm-up, nothing is left to be set up during the capture: cuDNN has timed its
/// algorithms, cuBLAS has its workspace for the stream, and the optimizer has its momentum. Both
/// happen on the same stream because the workspace belongs to the stream and autograd runs the
/// backward pass on the streams of the forward pass. It is not the default stream because that
/// cannot be captured.
class RepeatedStep {
 public:
  RepeatedStep(std::function<void()> step, c10::DeviceIndex device)
      : step_(std::move(step)), stream_(c10::cuda::getStreamFromPool(false, device)) {}

  void operator()() {
    if (!graph_ && warm_ups_ < 3) {
      warm_up();
      ++warm_ups_;
      return;
    }
    if (!graph_) graph_ = capture();
    graph_->replay();
  }

 private:
  void warm_up() const {
    const c10::cuda::CUDAStream current = c10::cuda::getCurrentCUDAStream(stream_.device_index());
    wait(stream_, current);
    {
      const c10::cuda::CUDAStreamGuard guard(stream_);
      step_();
    }
    wait(current, stream_);
  }

  /// Records the step without executing it.
  [[nodiscard]] std::unique_ptr<at::cuda::CUDAGraph> capture() const {
    try {
      const c10::cuda::CUDAStreamGuard guard(stream_);
      // A graph has its own memory, so the memory of the warm-up is no longer needed.
      c10::cuda::device_synchronize();
      c10::cuda::CUDACachingAllocator::emptyCache();
      auto graph = std::make_unique<at::cuda::CUDAGraph>();
      // Autograd's thread launches the backward pass. Operations that are not allowed during a
      // capture, such as waiting for the device, must be errors in that thread too, hence "global".
      // No other thread of this program uses the device.
      graph->capture_begin({0, 0}, cudaStreamCaptureModeGlobal);
      std::exception_ptr failure;
      try {
        step_();
      } catch (...) {
        failure = std::current_exception();
      }
      try {
        graph->capture_end();
      } catch (...) {
        if (!failure) failure = std::current_exception();
      }
      if (failure) std::rethrow_exception(failure);
      return graph;
    } catch (const std::exception& error) {
      throw std::runtime_error("cannot capture the training step in a CUDA graph: " +
                               reason(error));
    }
  }

  static void wait(const c10::cuda::CUDAStream& waiting, const c10::cuda::CUDAStream& other) {
    at::cuda::CUDAEvent event;
    event.record(other);
    event.block(waiting);
  }

  std::function<void()> step_;
  c10::cuda::CUDAStream stream_;
  int warm_ups_ = 0;
  std::unique_ptr<at::cuda::CUDAGraph> graph_;
};

class CudaPlatform final : public Platform {
 public:
  explicit CudaPlatform(c10::Device device) {
    at::globalContext().lazyInitDevice(at::kCUDA);
    device_ = device.has_index() ? device.index() : c10::cuda::current_device();
    at::globalContext().setBenchmarkCuDNN(true);
    at::globalContext().setAllowTF32CuBLAS(true);
    at::globalContext().setAllowTF32CuDNN(true);
  }

  // The layout that tensor cores use; with the other one, cuDNN transposes before and after.
  [[nodiscard]] at::MemoryFormat layout() const override { return at::MemoryFormat::ChannelsLast; }

  // Large enough to hide the cost of launching the kernels; WRN-28-10 takes about 1 GB for it.
  [[nodiscard]] std::int64_t evaluation_batch() const override { return 1000; }

  // The free memory of the device, and the memory that LibTorch caches for its next tensors.
  [[nodiscard]] std::int64_t free_memory() const override {
    using c10::CachingDeviceAllocator::StatType;
    constexpr auto all = static_cast<std::size_t>(StatType::AGGREGATE);
    const c10::cuda::CUDAGuard guard(device_);
    std::size_t free = 0;
    std::size_t total = 0;
    C10_CUDA_CHECK(::cudaMemGetInfo(&free, &total));
    const auto kept = c10::cuda::CUDACachingAllocator::getDeviceStats(device_);
    return static_cast<std::int64_t>(free) + kept.reserved_bytes[all].current -
           kept.allocated_bytes[all].current;
  }

  [[nodiscard]] at::Tensor logits(const std::function<at::Tensor()>& forward) const override {
    const auto cast_forward = [&] {
      const Autocast autocast;
      return forward();
    };
    return cast_forward().to(at::kFloat);
  }

  [[nodiscard]] std::unique_ptr<torch::optim::SGD> sgd(
      std::vector<torch::optim::OptimizerParamGroup> groups,
      const torch::optim::SGDOptions& options) const override {
    return std::make_unique<FusedSgd>(std::move(groups), options);
  }

  void update_rates(torch::optim::SGD& optimizer) const override {
    dynamic_cast<FusedSgd&>(optimizer).update_rates();
  }

  [[nodiscard]] std::function<void()> repeated(std::function<void()> step) const override {
    // A graph cannot be copied, but the contents of a std::function must be copyable.
    return [repeated_step = std::make_shared<RepeatedStep>(std::move(step), device_)] {
      (*repeated_step)();
    };
  }

 private:
  c10::DeviceIndex device_;
};

}  // namespace

std::shared_ptr<const Platform> cuda_platform(c10::Device device) {
  return std::make_shared<CudaPlatform>(device);
}

}  // namespace trainer
