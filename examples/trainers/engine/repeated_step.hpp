#pragma once

#include <functional>
#include <memory>

#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAStream.h>

namespace trainer {

/// Runs a step three times, then captures it in a graph, and replays the graph from then on.
///
/// After the warm-up, nothing is left to be set up during the capture: cuDNN has timed its
/// algorithms, cuBLAS has its workspace for the stream, and the optimizer has its momentum. Both
/// happen on the same stream because the workspace belongs to the stream and autograd runs the
/// backward pass on the streams of the forward pass. It is not the default stream because that
/// cannot be captured.
class RepeatedStep {
 public:
  RepeatedStep(std::function<void()> step, c10::DeviceIndex device);

  /// Throws std::runtime_error if the step cannot be captured.
  void operator()();

 private:
  void warm_up() const;

  /// Records the step without executing it.
  [[nodiscard]] std::unique_ptr<at::cuda::CUDAGraph> capture() const;

  std::function<void()> step_;
  c10::cuda::CUDAStream stream_;
  int warm_ups_ = 0;
  std::unique_ptr<at::cuda::CUDAGraph> graph_;
};

}  // namespace trainer
