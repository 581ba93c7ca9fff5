#pragma once

#include "distributed/launch.hpp"
#include "imagenet/options.hpp"

#include <cstdint>

#include <c10/core/Device.h>

namespace imagenet {

/// The device and threads of this process.
struct Seat {
  trainer::Launch launch;
  at::Device device;
  std::int64_t workers;  // decoding threads
};

/// The seat that the environment and the options give this process, whose threads are set. Throws
/// UsageError for a batch that the processes cannot share.
[[nodiscard]] Seat seat_of(const Options& options);

}  // namespace imagenet
