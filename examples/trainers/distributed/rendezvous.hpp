#pragma once

#include "distributed/launch.hpp"
#include "distributed/presence.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <c10/util/intrusive_ptr.h>
#include <torch/csrc/distributed/c10d/Store.hpp>

namespace trainer {

/// Where several processes meet before they can communicate, and where they part: a key-value store
/// over TCP that rank 0 or torchrun's agent hosts for all.
class Rendezvous {
 public:
  /// Waits until all ranks have joined. Each step takes at most `timeout`. Throws
  /// std::runtime_error that says who is missing and where if the ranks do not join by then, if
  /// rank 0 does not answer, if another program or another run is in its place, or if two processes
  /// have the same rank.
  Rendezvous(const Launch& launch, std::chrono::milliseconds timeout);

  /// The host keeps the store alive until the other ranks have left, for at most `patience`.
  void leave(std::chrono::milliseconds patience);

  /// Waits for at most `timeout` until all ranks are at `place`; returns how many are. Throws if
  /// the store does not answer by then.
  std::int64_t meet(const std::string& place, std::chrono::milliseconds timeout);

  /// The ranks whose processes have ended, if any has.
  [[nodiscard]] std::vector<std::size_t> ended_ranks() const;

  [[nodiscard]] const c10::intrusive_ptr<c10d::Store>& store() const { return store_; }

  /// This machine's address, at which the other ranks reach it.
  [[nodiscard]] const std::string& own_address() const { return own_address_; }

 private:
  void connect(const Launch& launch, std::chrono::milliseconds timeout);
  void require_run(const Launch& launch, std::chrono::milliseconds timeout);
  void arrive(const Launch& launch, std::chrono::milliseconds timeout);
  [[nodiscard]] std::string absent_text(std::chrono::milliseconds timeout) const;
  void introduce(const Launch& launch, std::chrono::milliseconds timeout);
  [[noreturn]] void fail(const std::string& what) const;

  std::int64_t ranks_;
  bool hosts_;
  std::string rank_;     // "rank 1"
  std::string meeting_;  // "node1:29500"
  c10::intrusive_ptr<c10d::Store> store_;
  std::string own_address_;
  std::optional<Presence> presence_;
  std::vector<std::string> places_;  // of all ranks' presence
};

}  // namespace trainer
