#pragma once

#include "trainer/launch.hpp"

#include <chrono>
#include <cstdint>
#include <string>

#include <c10/util/intrusive_ptr.h>
#include <torch/csrc/distributed/c10d/Store.hpp>

namespace trainer {

/// Where several processes meet before they can talk to each other, and part: a store of keys and
/// values that rank 0, or torchrun's agent, has for all over TCP.
class Rendezvous {
 public:
  /// Waits until all ranks have come. Throws std::runtime_error that says who is missing where if
  /// they have not within `timeout`, if rank 0 does not answer, or if a rank is there twice.
  Rendezvous(const Launch& launch, std::chrono::milliseconds timeout);

  /// Holds on, for the others, to a store that it has, until they are gone: at most for `patience`.
  void leave(std::chrono::milliseconds patience);

  /// Waits, at most for `timeout`, until all ranks are at `place`; returns how many are. Throws
  /// where the store does not answer.
  std::int64_t meet(const std::string& place, std::chrono::milliseconds timeout);

  [[nodiscard]] const c10::intrusive_ptr<c10d::Store>& store() const { return store_; }

 private:
  std::int64_t ranks_;
  bool hosts_;
  c10::intrusive_ptr<c10d::Store> store_;
};

}  // namespace trainer
