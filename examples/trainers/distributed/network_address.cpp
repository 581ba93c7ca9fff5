#include "distributed/network_address.hpp"

#include "support/files.hpp"

#include <stdexcept>

#include <sys/socket.h>

namespace trainer {
namespace {

/// "" if there is no route.
std::string source_of(const addrinfo& address) {
  // Connecting a datagram socket sends nothing, but selects the route.
  const support::Descriptor probe(::socket(address.ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_storage own{};
  auto* const own_address = reinterpret_cast<sockaddr*>(&own);
  socklen_t size = sizeof own;
  char text[NI_MAXHOST] = "";
  if (::connect(probe.number(), address.ai_addr, address.ai_addrlen) == 0 &&
      ::getsockname(probe.number(), own_address, &size) == 0)
    ::getnameinfo(own_address, size, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
  return text;
}

}  // namespace

Addresses resolved(const std::string& host, const std::string& port, int type) {
  addrinfo hints{};
  hints.ai_socktype = type;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
  if (error != 0)
    throw std::runtime_error("cannot resolve the address " + host + ": " + ::gai_strerror(error));
  return {found, &::freeaddrinfo};
}

std::string source_address(const std::string& host) {
  const Addresses addresses = resolved(host, "1", SOCK_DGRAM);
  for (const addrinfo* address = addresses.get(); address != nullptr; address = address->ai_next) {
    const std::string own = source_of(*address);
    if (!own.empty()) return own;
  }
  throw std::runtime_error("no network route to " + host);
}

}  // namespace trainer
