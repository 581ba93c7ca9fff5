#include "trainer/rendezvous.hpp"

#include "trainer/error_text.hpp"
#include "trainer/text.hpp"

#include <stdexcept>
#include <thread>

#include <c10/util/Exception.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

namespace trainer {
namespace {

/// Newer versions of LibTorch would otherwise use a library that not every build contains.
template <typename Options>
void use_plain_sockets(Options& options) {
  if constexpr (requires { options.useLibUV; }) options.useLibUV = false;
}

std::string seconds_text(std::chrono::milliseconds time) {
  return to_text(std::chrono::duration<double>(time).count()) + " s";
}

}  // namespace

Rendezvous::Rendezvous(const Launch& launch, std::chrono::milliseconds timeout)
    : ranks_(launch.ranks), hosts_(launch.rank == 0 && !launch.store_is_hosted) {
  const std::string rank = "rank " + to_text(launch.rank);
  const std::string place = launch.address + ':' + to_text(launch.port);
  c10d::TCPStoreOptions options;
  options.port = launch.port;
  options.isServer = hosts_;
  options.waitWorkers = false;  // waits itself, so that it can report how many have joined
  options.timeout = timeout;
  use_plain_sockets(options);
  try {
    store_ = c10::make_intrusive<c10d::TCPStore>(launch.address, options);
  } catch (const std::exception& error) {
    throw std::runtime_error(
        rank +
        (hosts_ ? ": cannot open port " + to_text(launch.port) + " for the other ranks"
                : ": no answer at " + place + ", where rank 0 should be, within " +
                      seconds_text(timeout)) +
        " (" + reason(error) + ')');
  }
  // Ignores what the processes of an earlier attempt left in torchrun's store.
  store_ = c10::make_intrusive<c10d::PrefixStore>("trainer/" + to_text(launch.attempt), store_);

  std::int64_t claims = 0;
  std::int64_t arrived = 0;
  try {
    claims = store_->add(rank, 1);
    if (claims == 1) arrived = meet("begin", timeout);
  } catch (const std::exception& error) {
    throw std::runtime_error(rank + ": lost contact with rank 0 at " + place +
                             " while waiting for all ranks (" + reason(error) + ')');
  }
  if (claims != 1)
    throw std::runtime_error(rank + ": another process at " + place + " is " + rank + " as well");
  if (arrived < ranks_)
    throw std::runtime_error(rank + ": only " + to_text(arrived) + " of " + to_text(ranks_) +
                             " ranks came to " + place + " within " + seconds_text(timeout));
}

void Rendezvous::leave(std::chrono::milliseconds patience) {
  if (hosts_)
    meet("end", patience);
  else
    store_->add("end", 1);
}

std::int64_t Rendezvous::meet(const std::string& place, std::chrono::milliseconds timeout) {
  const auto end = std::chrono::steady_clock::now() + timeout;
  std::int64_t there = store_->add(place, 1);
  while (there < ranks_ && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    there = store_->add(place, 0);
  }
  return there;
}

}  // namespace trainer
