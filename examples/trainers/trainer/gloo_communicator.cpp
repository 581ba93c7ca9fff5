#include "trainer/gloo_communicator.hpp"

#include "trainer/communicator.hpp"
#include "trainer/error_text.hpp"
#include "trainer/rendezvous.hpp"
#include "trainer/text.hpp"

#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <netdb.h>
#include <sys/socket.h>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <unistd.h>

namespace trainer {
namespace {

using c10d::ProcessGroupGloo;

/// This machine's address on the route to `address`; "" if there is no route.
std::string source_address(const addrinfo& address) {
  // Connecting a datagram socket sends nothing, but selects the route.
  const int probe = ::socket(address.ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return {};
  sockaddr_storage own{};
  auto* const own_address = reinterpret_cast<sockaddr*>(&own);
  socklen_t size = sizeof own;
  char text[NI_MAXHOST] = "";
  if (::connect(probe, address.ai_addr, address.ai_addrlen) == 0 &&
      ::getsockname(probe, own_address, &size) == 0)
    ::getnameinfo(own_address, size, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
  ::close(probe);
  return text;
}

std::string source_address(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(host.c_str(), "1", &hints, &found);
  if (error != 0)
    throw std::runtime_error("cannot resolve the address " + host + ": " + ::gai_strerror(error));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    const std::string own = source_address(*address);
    if (!own.empty()) return own;
  }
  throw std::runtime_error("no network route to " + host);
}

/// The address at which the other ranks reach this one. On rank 0's machine, its own name often
/// resolves to a loopback address, so the route to a rank on another machine is used there if
/// possible.
std::string own_address(c10d::Store& store, const Launch& launch) {
  const auto key = [](int rank) { return "address of rank " + to_text(rank); };
  const std::string own = source_address(launch.address);
  store.set(key(launch.rank), std::vector<std::uint8_t>(own.begin(), own.end()));
  if (!is_loopback(own)) return own;
  for (int rank = 0; rank < launch.ranks; ++rank) {
    const std::vector<std::uint8_t> bytes = store.get(key(rank));
    const std::string other(bytes.begin(), bytes.end());
    if (!is_loopback(other)) return source_address(other);
  }
  return own;
}

}  // namespace

std::unique_ptr<Communicator> gloo_communicator(const c10::intrusive_ptr<c10d::Store>& store,
                                                const Launch& launch,
                                                std::chrono::milliseconds timeout) {
  try {
    const auto options = ProcessGroupGloo::Options::create(timeout);
    if (const char* const names = std::getenv("GLOO_SOCKET_IFNAME")) {
      std::istringstream list(names);
      for (std::string name; std::getline(list, name, ',');)
        options->devices.push_back(ProcessGroupGloo::createDeviceForInterface(name));
    } else {
      options->devices.push_back(
          ProcessGroupGloo::createDeviceForHostname(own_address(*store, launch)));
    }
    return std::make_unique<CommunicatorOf<ProcessGroupGloo>>(
        c10::make_intrusive<ProcessGroupGloo>(store, launch.rank, launch.ranks, options));
  } catch (const std::exception& error) {
    throw std::runtime_error(
        "rank " + to_text(launch.rank) + ": cannot connect to the other ranks (" + reason(error) +
        "); GLOO_SOCKET_IFNAME selects the network interface if the machines have several");
  }
}

}  // namespace trainer
