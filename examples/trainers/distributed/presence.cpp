#include "distributed/presence.hpp"

#include "distributed/network_address.hpp"

#include <cerrno>
#include <system_error>

#include <poll.h>
#include <sys/socket.h>

namespace trainer {
namespace {

support::Descriptor socket_for(const addrinfo& address) {
  return support::Descriptor(
      ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

support::Descriptor listener_at(const std::string& host) {
  const Addresses addresses = resolved(host, "0", SOCK_STREAM);
  support::Descriptor listener = socket_for(*addresses);
  if (::bind(listener.number(), addresses->ai_addr, addresses->ai_addrlen) != 0 ||
      ::listen(listener.number(), SOMAXCONN) != 0)
    throw std::system_error(errno, std::generic_category(), "cannot listen at " + host);
  return listener;
}

std::string port_of(const support::Descriptor& listener) {
  sockaddr_storage address{};
  auto* const raw = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  char port[NI_MAXSERV] = "";
  if (::getsockname(listener.number(), raw, &size) == 0)
    ::getnameinfo(raw, size, nullptr, 0, port, sizeof port, NI_NUMERICSERV);
  return port;
}

support::Descriptor connection_to(const std::string& place) {
  const std::size_t blank = place.find(' ');
  const Addresses addresses =
      resolved(place.substr(0, blank), place.substr(blank + 1), SOCK_STREAM);
  support::Descriptor connection = socket_for(*addresses);
  (void)::connect(connection.number(), addresses->ai_addr, addresses->ai_addrlen);
  return connection;
}

}  // namespace

Presence::Presence(const std::string& host)
    : listener_(listener_at(host)), place_(host + ' ' + port_of(listener_)) {}

std::vector<std::size_t> ended(const std::vector<std::string>& places,
                               std::chrono::milliseconds patience) {
  std::vector<support::Descriptor> connections;
  std::vector<pollfd> polled;
  for (const std::string& place : places) {
    connections.push_back(connection_to(place));
    polled.push_back({connections.back().number(), POLLIN, 0});
  }
  // A process that has not ended never sends anything, so any event means the end of its connection.
  while (::poll(polled.data(), polled.size(), static_cast<int>(patience.count())) < 0 &&
         errno == EINTR) {
  }
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < polled.size(); ++i)
    if (polled[i].revents != 0) indices.push_back(i);
  return indices;
}

}  // namespace trainer
