#include "engine/cuda_platform.hpp"

#include "engine/fused_sgd.hpp"
#include "engine/repeated_step.hpp"

#include <cstddef>
#include <utility>

#include <ATen/Context.h>
#include <ATen/autocast_mode.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAException.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#include <cuda_runtime_api.h>

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
