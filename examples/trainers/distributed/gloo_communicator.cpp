#include "distributed/gloo_communicator.hpp"

#include "distributed/communicator.hpp"
#include "engine/error_text.hpp"
#include "support/text.hpp"

#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string>

#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

namespace trainer {

using c10d::ProcessGroupGloo;

std::unique_ptr<Communicator> gloo_communicator(const c10::intrusive_ptr<c10d::Store>& store,
                                                const Launch& launch,
                                                const std::string& own_address,
                                                std::chrono::milliseconds timeout) {
  try {
    const auto options = ProcessGroupGloo::Options::create(timeout);
    if (const char* const names = std::getenv("GLOO_SOCKET_IFNAME")) {
      std::istringstream list(names);
      for (std::string name; std::getline(list, name, ',');)
        options->devices.push_back(ProcessGroupGloo::createDeviceForInterface(name));
    } else {
      options->devices.push_back(ProcessGroupGloo::createDeviceForHostname(own_address));
    }
    return std::make_unique<CommunicatorOf<ProcessGroupGloo>>(
        c10::make_intrusive<ProcessGroupGloo>(store, launch.rank, launch.ranks, options));
  } catch (const std::exception& error) {
    throw std::runtime_error(
        "rank " + support::to_text(launch.rank) + ": cannot connect to the other ranks (" +
        reason(error) +
        "); GLOO_SOCKET_IFNAME selects the network interface if the machines have several");
  }
}

}  // namespace trainer
