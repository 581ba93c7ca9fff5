#pragma once

#include "distributed/launch.hpp"

#include <chrono>
#include <memory>
#include <string>

#include <c10/util/intrusive_ptr.h>
#include <torch/csrc/distributed/c10d/Store.hpp>

namespace trainer {

class Communicator;

/// Communicates between CPUs over TCP. GLOO_SOCKET_IFNAME lists the network interfaces to use,
/// separated by commas. By default it uses the one with `own_address`. `timeout` applies to connecting and to each call.
/// Throws std::runtime_error if not all ranks can be connected within it.
[[nodiscard]] std::unique_ptr<Communicator> gloo_communicator(
    const c10::intrusive_ptr<c10d::Store>& store, const Launch& launch,
    const std::string& own_address, std::chrono::milliseconds timeout);

}  // namespace trainer
