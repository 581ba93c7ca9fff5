#pragma once

#include "trainer/launch.hpp"

#include <chrono>
#include <memory>

#include <c10/util/intrusive_ptr.h>
#include <torch/csrc/distributed/c10d/Store.hpp>

namespace trainer {

class Communicator;

/// Between CPUs, over TCP. The connections are made over the network interfaces that
/// GLOO_SOCKET_IFNAME lists, separated by commas; by default over that by which the machine reaches
/// rank 0's, or rank 0's another. `timeout` is for connecting and for each call. Throws
/// std::runtime_error if not all ranks can be connected within it.
[[nodiscard]] std::unique_ptr<Communicator> gloo_communicator(
    const c10::intrusive_ptr<c10d::Store>& store, const Launch& launch,
    std::chrono::milliseconds timeout);

}  // namespace trainer
