#pragma once

#include "trainer/launch.hpp"

#include <chrono>
#include <cstdint>
#include <string>

#include <c10/util/intrusive_ptr.h>
#include <torch/csrc/distributed/c10d/Store.hpp>

namespace trainer {

/// Where several processes meet before they can communicate, and where they part: a key-value store
/// over TCP that rank 0 or torchrun's agent hosts for all.
class Rendezvous {
 public:
  /// Waits until all ranks have joined. Throws std::runtime_error that says who is missing and
  /// where if they do not join within `timeout`, if rank 0 does not answer, or if two processes
  /// have the same rank.
  Rendezvous(const Launch& launch, std::chrono::milliseconds timeout);

  /// The host keeps the store alive until the other ranks have left, for at most `patience`.
  void leave(std::chrono::milliseconds patience);

  /// Waits for at most `timeout` until all ranks are at `place`; returns how many are. Throws if
  /// the store does not answer.
  std::int64_t meet(const std::string& place, std::chrono::milliseconds timeout);

  [[nodiscard]] const c10::intrusive_ptr<c10d::Store>& store() const { return store_; }

 private:
  std::int64_t ranks_;
  bool hosts_;
  c10::intrusive_ptr<c10d::Store> store_;
};

}  // namespace trainer
