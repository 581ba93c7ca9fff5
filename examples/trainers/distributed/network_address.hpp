#pragma once

#include <memory>
#include <string>

#include <netdb.h>

namespace trainer {

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

/// The addresses of a host's port, for sockets of a type such as SOCK_STREAM. Throws
/// std::runtime_error that names a host without one.
[[nodiscard]] Addresses resolved(const std::string& host, const std::string& port, int type);

/// This machine's address on the route to a host. Throws std::runtime_error that names the host.
[[nodiscard]] std::string source_address(const std::string& host);

}  // namespace trainer
