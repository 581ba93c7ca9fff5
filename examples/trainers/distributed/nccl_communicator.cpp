#include "distributed/nccl_communicator.hpp"

#include "distributed/communicator.hpp"
#include "distributed/rendezvous.hpp"
#include "engine/error_text.hpp"
#include "support/text.hpp"

#include <stdexcept>

#include <ATen/ops/zeros.h>
#include <c10/cuda/CUDAFunctions.h>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>

namespace trainer {

std::unique_ptr<Communicator> nccl_communicator(const c10::intrusive_ptr<c10d::Store>& store,
                                                const Launch& launch, c10::Device device,
                                                std::chrono::milliseconds timeout) {
  try {
    c10::cuda::set_device(device.index());
    const auto options = c10d::ProcessGroupNCCL::Options::create();
    options->timeout = timeout;
    auto communicator = std::make_unique<CommunicatorOf<c10d::ProcessGroupNCCL>>(
        c10::make_intrusive<c10d::ProcessGroupNCCL>(store, launch.rank, launch.ranks, options));
    // NCCL connects on first use; this makes a failure appear here.
    communicator->sum(at::zeros({1}, at::device(device)))();
    return communicator;
  } catch (const std::exception& error) {
    throw std::runtime_error("rank " + support::to_text(launch.rank) + ": cannot set up NCCL on " +
                             device.str() + " (" + reason(error) + ')');
  }
}

}  // namespace trainer
