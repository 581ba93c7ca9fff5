#include "engine/repeated_step.hpp"

#include "engine/error_text.hpp"

#include <exception>
#include <stdexcept>
#include <utility>

#include <ATen/cuda/CUDAEvent.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#include <cuda_runtime_api.h>

namespace trainer {
namespace {

void wait(const c10::cuda::CUDAStream& waiting, const c10::cuda::CUDAStream& other) {
  at::cuda::CUDAEvent event;
  event.record(other);
  event.block(waiting);
}

}  // namespace

RepeatedStep::RepeatedStep(std::function<void()> step, c10::DeviceIndex device)
    : step_(std::move(step)), stream_(c10::cuda::getStreamFromPool(false, device)) {}

void RepeatedStep::operator()() {
  if (!graph_ && warm_ups_ < 3) {
    warm_up();
    ++warm_ups_;
    return;
  }
  if (!graph_) graph_ = capture();
  graph_->replay();
}

void RepeatedStep::warm_up() const {
  const c10::cuda::CUDAStream current = c10::cuda::getCurrentCUDAStream(stream_.device_index());
  wait(stream_, current);
  {
    const c10::cuda::CUDAStreamGuard guard(stream_);
    step_();
  }
  wait(current, stream_);
}

std::unique_ptr<at::cuda::CUDAGraph> RepeatedStep::capture() const {
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
    throw std::runtime_error("cannot capture the training step in a CUDA graph: " + reason(error));
  }
}

}  // namespace trainer
