#pragma once

#include "distributed/process_group.hpp"
#include "support/files.hpp"

#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <stdexcept>
#include <vector>

#include <ATen/Functions.h>  // before doctest, whose CHECK it would replace
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

/// Listens on a port of this machine and never says anything.
class MuteListener {
 public:
  MuteListener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (::bind(socket_.number(), raw, size) != 0 || ::listen(socket_.number(), 8) != 0 ||
        ::getsockname(socket_.number(), raw, &size) != 0)
      throw std::runtime_error("no free port");
    port_ = ntohs(address.sin_port);
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }

  /// Waits for a connection.
  [[nodiscard]] support::Descriptor accept() const {
    return support::Descriptor(::accept(socket_.number(), nullptr, nullptr));
  }

 private:
  support::Descriptor socket_;
  std::uint16_t port_ = 0;
};

/// A port of this machine on which nobody listens.
inline std::uint16_t free_port() { return MuteListener().port(); }

/// Longer than anything in these tests takes.
inline constexpr std::chrono::seconds long_enough(60);

/// Calls `work` for each rank of a group at once, in threads that stand in for processes; returns
/// each rank's result. Rethrows the exception of the first rank that failed.
template <typename Work>
auto on_ranks(int ranks, Work work) {
  using Value = decltype(work(std::shared_ptr<trainer::ProcessGroup>()));
  const std::uint16_t port = free_port();
  std::vector<std::future<Value>> futures;
  for (int rank = 0; rank < ranks; ++rank) {
    const trainer::Launch launch{
        .rank = rank, .ranks = ranks, .local_rank = rank, .address = "127.0.0.1", .port = port};
    futures.push_back(std::async(std::launch::async, [launch, work] {
      return work(trainer::ProcessGroup::join(launch, c10::kCPU, long_enough));
    }));
  }
  for (const auto& future : futures) future.wait();
  std::vector<Value> results;
  for (auto& future : futures) results.push_back(future.get());
  return results;
}
