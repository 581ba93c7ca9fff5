#pragma once

#include <functional>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/util/intrusive_ptr.h>
#include <torch/csrc/distributed/c10d/Types.hpp>
#include <torch/csrc/distributed/c10d/Work.hpp>

namespace trainer {

/// Carries tensors between the ranks of a group. All ranks make the same calls in the same order,
/// with contiguous tensors of the same size and layout on the communicator's device. Each call
/// starts the operation and returns a function that waits for it and throws if a rank is lost.
class Communicator {
 public:
  using Wait = std::function<void()>;

  virtual ~Communicator() = default;
  [[nodiscard]] virtual Wait sum(at::Tensor tensor) = 0;        ///< over all ranks, in place
  [[nodiscard]] virtual Wait broadcast(at::Tensor tensor) = 0;  ///< rank 0's, in place
  virtual void shut_down() = 0;  ///< collective: all ranks have finished their work
};

/// Uses one of LibTorch's process groups. Their base class differs between versions of LibTorch;
/// these two members do not.
template <typename Group>
class CommunicatorOf final : public Communicator {
 public:
  explicit CommunicatorOf(c10::intrusive_ptr<Group> group) : group_(std::move(group)) {}

  [[nodiscard]] Wait sum(at::Tensor tensor) override {
    std::vector<at::Tensor> tensors = {std::move(tensor)};
    return wait_for(group_->allreduce(tensors, c10d::AllreduceOptions()));
  }

  [[nodiscard]] Wait broadcast(at::Tensor tensor) override {
    std::vector<at::Tensor> tensors = {std::move(tensor)};
    return wait_for(group_->broadcast(tensors, c10d::BroadcastOptions()));
  }

  void shut_down() override {
    if constexpr (requires { group_->shutdown(); }) group_->shutdown();
  }

 private:
  static Wait wait_for(c10::intrusive_ptr<c10d::Work> work) {
    return [work = std::move(work)] { work->wait(); };
  }

  c10::intrusive_ptr<Group> group_;
};

}  // namespace trainer
