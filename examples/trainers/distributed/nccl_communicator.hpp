#pragma once

#include "distributed/launch.hpp"

#include <chrono>
#include <memory>

#include <c10/core/Device.h>
#include <c10/util/intrusive_ptr.h>
#include <torch/csrc/distributed/c10d/Store.hpp>

namespace trainer {

class Communicator;

/// Communicates between GPUs. `device` is this rank's GPU and becomes the calling thread's current
/// device. `timeout` applies to each call. Waiting only enqueues work on the current stream, so
/// NCCL's watchdog ends the process with a message if a call takes longer. Throws
/// std::runtime_error if NCCL cannot be set up.
[[nodiscard]] std::unique_ptr<Communicator> nccl_communicator(
    const c10::intrusive_ptr<c10d::Store>& store, const Launch& launch, c10::Device device,
    std::chrono::milliseconds timeout);

}  // namespace trainer
