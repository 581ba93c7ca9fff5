#pragma once

#include "trainer/launch.hpp"

#include <chrono>
#include <memory>

#include <c10/core/Device.h>
#include <c10/util/intrusive_ptr.h>
#include <torch/csrc/distributed/c10d/Store.hpp>

namespace trainer {

class Communicator;

/// Between GPUs, this rank's being `device`, which becomes the calling thread's current one.
/// `timeout` is for each call: NCCL's watchdog ends the process, with a message, where one takes
/// longer, as waiting for it only queues up on the current stream. Throws std::runtime_error where
/// NCCL cannot be set up.
[[nodiscard]] std::unique_ptr<Communicator> nccl_communicator(
    const c10::intrusive_ptr<c10d::Store>& store, const Launch& launch, c10::Device device,
    std::chrono::milliseconds timeout);

}  // namespace trainer
