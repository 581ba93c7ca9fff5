#pragma once

#include "distributed/process_group.hpp"

#include <cstdint>
#include <memory>
#include <utility>

#include <c10/core/Device.h>

namespace imagenet {

/// How the processes of a group, which all must stop at the same step, agree on it.
class StopVote {
 public:
  /// On GPUs a vote waits for the device, and is only taken after every tenth step.
  StopVote(std::shared_ptr<trainer::ProcessGroup> group, c10::Device device)
      : group_(std::move(group)), interval_(device.is_cuda() && group_->ranks() > 1 ? 10 : 1) {}

  /// Whether to stop after a step, counted from 1, of so many: if there is a vote, whether any process
  /// wants to. There always is one after the last step. All processes must pass the same two numbers.
  [[nodiscard]] bool after(std::int64_t step, std::int64_t steps, bool wants_to_stop) const {
    return (step % interval_ == 0 || step == steps) && group_->any(wants_to_stop);
  }

 private:
  std::shared_ptr<trainer::ProcessGroup> group_;
  std::int64_t interval_;
};

}  // namespace imagenet
