#pragma once

#include "trainer/launch.hpp"

#include <chrono>
#include <memory>

#include <c10/util/intrusive_ptr.h>
#include <torch/csrc/distributed/c10d/Store.hpp>

namespace trainer {

class Communicator;

/// Communicates between CPUs over TCP. GLOO_SOCKET_IFNAME lists the network interfaces to use,
/// separated by commas. By default each rank uses the interface that reaches rank 0's machine, and
/// rank 0 the one that reaches another rank. `timeout` applies to connecting and to each call.
/// Throws std::runtime_error if not all ranks can be connected within it.
[[nodiscard]] std::unique_ptr<Communicator> gloo_communicator(
    const c10::intrusive_ptr<c10d::Store>& store, const Launch& launch,
    std::chrono::milliseconds timeout);

}  // namespace trainer
