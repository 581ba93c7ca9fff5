#include "distributed/rendezvous.hpp"

#include "distributed/network_address.hpp"
#include "distributed/within.hpp"
#include "engine/error_text.hpp"
#include "support/text.hpp"

#include <algorithm>
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
  return support::to_text(std::chrono::duration<double>(time).count()) + " s";
}

/// Asks the store, which may wait for an answer without a limit of its own.
template <typename Ask>
auto answer(std::chrono::milliseconds timeout, Ask ask) {
  // An error that the store itself reports at the end of its timeout says more, so it comes first.
  auto given = within(timeout + std::chrono::seconds(1), std::move(ask));
  if (!given) throw std::runtime_error("no answer");
  return *std::move(given);
}

using Store = c10::intrusive_ptr<c10d::Store>;

std::string rank_text(std::int64_t rank) { return "rank " + support::to_text(rank); }

std::vector<std::uint8_t> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

std::string get(c10d::Store& store, const std::string& key) {
  const std::vector<std::uint8_t> bytes = store.get(key);
  return {bytes.begin(), bytes.end()};
}

/// Tells all ranks `own`, and returns what each has told.
std::vector<std::string> exchange(c10d::Store& store, const Launch& launch, const std::string& what,
                                  const std::string& own) {
  const auto key = [&](int rank) { return what + " of rank " + support::to_text(rank); };
  store.set(key(launch.rank), bytes_of(own));
  std::vector<std::string> all;
  for (int rank = 0; rank < launch.ranks; ++rank) all.push_back(get(store, key(rank)));
  return all;
}

/// On rank 0's machine, its own name often resolves to a loopback address, so the route to a rank on
/// another machine is used there if possible.
std::string reachable_address(c10d::Store& store, const Launch& launch) {
  const std::string own = source_address(launch.address);
  const std::vector<std::string> all = exchange(store, launch, "address", own);
  if (!is_loopback(own)) return own;
  const auto other = std::find_if_not(all.begin(), all.end(), is_loopback);
  return other == all.end() ? own : source_address(*other);
}

}  // namespace

Rendezvous::Rendezvous(const Launch& launch, std::chrono::milliseconds timeout)
    : ranks_(launch.ranks),
      hosts_(launch.rank == 0 && !launch.store_is_hosted),
      rank_(rank_text(launch.rank)),
      meeting_(launch.address + ':' + support::to_text(launch.port)) {
  connect(launch, timeout);
  require_run(launch, timeout);
  arrive(launch, timeout);
  introduce(launch, timeout);
}

void Rendezvous::connect(const Launch& launch, std::chrono::milliseconds timeout) {
  c10d::TCPStoreOptions options;
  options.port = launch.port;
  options.isServer = hosts_;
  options.waitWorkers = false;  // waits itself, so that it can report how many have joined
  options.timeout = timeout;
  use_plain_sockets(options);
  try {
    store_ = answer(timeout, [address = launch.address, options]() -> Store {
      return c10::make_intrusive<c10d::TCPStore>(address, options);
    });
  } catch (const std::exception& error) {
    fail((hosts_ ? "cannot open port " + support::to_text(launch.port) + " for the other ranks"
                 : "no answer at " + meeting_ + ", where rank 0 should be, within " +
                       seconds_text(timeout)) +
         " (" + reason(error) + ')');
  }
  // Ignores what the processes of an earlier attempt left in torchrun's store.
  store_ =
      c10::make_intrusive<c10d::PrefixStore>("trainer/" + support::to_text(launch.attempt), store_);
}

/// Rank 0 names its run, and the others compare it with their own.
void Rendezvous::require_run(const Launch& launch, std::chrono::milliseconds timeout) {
  std::string run;
  try {
    run = answer(timeout, [store = store_, launch, timeout] {
      if (launch.rank == 0) store->set("run", bytes_of(launch.run));
      store->wait({"run"}, timeout);
      return get(*store, "run");
    });
  } catch (const std::exception& error) {
    fail("what listens at " + meeting_ + ", where rank 0 should be, did not name its run within " +
         seconds_text(timeout) + " (" + reason(error) + ')');
  }
  if (run != launch.run)
    fail("expected the run '" + launch.run + "' at " + meeting_ + ", found the run '" + run + '\'');
}

void Rendezvous::arrive(const Launch& launch, std::chrono::milliseconds timeout) {
  std::int64_t claims = 0;
  std::int64_t arrived = 0;
  try {
    claims = answer(
        timeout, [store = store_, rank = launch.rank] { return store->add(rank_text(rank), 1); });
    if (claims == 1) arrived = meet("begin", timeout);
  } catch (const std::exception& error) {
    fail("lost contact with rank 0 at " + meeting_ + " while waiting for all ranks (" +
         reason(error) + ')');
  }
  if (claims != 1) fail("another process at " + meeting_ + " is " + rank_ + " as well");
  if (arrived < ranks_)
    fail("only " + support::to_text(arrived) + " of " + support::to_text(ranks_) +
         " ranks came to " + meeting_ + " within " + seconds_text(timeout) + absent_text(timeout));
}

/// ", without rank 1, rank 3": the first ranks that have not arrived.
std::string Rendezvous::absent_text(std::chrono::milliseconds timeout) const {
  constexpr std::size_t most = 8;
  try {
    const auto absent = answer(timeout, [store = store_, ranks = ranks_] {
      std::vector<std::string> names;
      for (std::int64_t rank = 0; rank < ranks && names.size() < most; ++rank)
        if (store->add(rank_text(rank), 0) == 0) names.push_back(rank_text(rank));
      return names;
    });
    return absent.empty() ? "" : ", without " + support::joined(absent, ", ");
  } catch (const std::exception&) {
    return "";  // rank 0 has ended, and the store with it
  }
}

/// Learns where the other ranks are present.
void Rendezvous::introduce(const Launch& launch, std::chrono::milliseconds timeout) {
  try {
    own_address_ =
        answer(timeout, [store = store_, launch] { return reachable_address(*store, launch); });
    presence_.emplace(own_address_);
    places_ = answer(timeout, [store = store_, launch, own = presence_->place()] {
      return exchange(*store, launch, "presence", own);
    });
  } catch (const std::exception& error) {
    fail("cannot exchange addresses with the other ranks (" + reason(error) + ')');
  }
}

void Rendezvous::fail(const std::string& what) const {
  throw std::runtime_error(rank_ + ": " + what);
}

std::vector<std::size_t> Rendezvous::ended_ranks() const {
  return ended(places_, std::chrono::seconds(2));
}

void Rendezvous::leave(std::chrono::milliseconds patience) {
  if (hosts_)
    meet("end", patience);
  else
    (void)answer(patience, [store = store_] { return store->add("end", 1); });
}

std::int64_t Rendezvous::meet(const std::string& place, std::chrono::milliseconds timeout) {
  return answer(timeout, [store = store_, ranks = ranks_, place, timeout] {
    const auto end = std::chrono::steady_clock::now() + timeout;
    std::int64_t there = store->add(place, 1);
    while (there < ranks && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      there = store->add(place, 0);
    }
    return there;
  });
}

}  // namespace trainer
