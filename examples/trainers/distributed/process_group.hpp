#pragma once

#include "distributed/launch.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

namespace trainer {

class Communicator;
class Rendezvous;

/// A rank of the group has died, or did not take part within the group's timeout.
struct RankLost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// An operation that runs in the background.
class Pending {
 public:
  Pending() = default;
  explicit Pending(std::function<void()> wait) : wait_(std::move(wait)) {}

  /// Waits until the operation is done; on CUDA, makes the current stream wait. Throws RankLost.
  void wait() {
    if (const auto wait = std::exchange(wait_, nullptr)) wait();
  }

 private:
  std::function<void()> wait_;
};

/// The errors for several processes on CPUs or GPUs if this program was built without Gloo or NCCL.
inline constexpr const char* without_gloo =
    "this program was built without Gloo, which training with several processes on CPUs needs: a "
    "LibTorch with Gloo, and Gloo's headers (libgloo-dev)";
inline constexpr const char* without_nccl =
    "this program was built without NCCL, which training with several processes on GPUs needs: a "
    "LibTorch with NCCL, and nccl.h (libnccl-dev)";

/// The device of a rank that sees `visible` GPUs. For "cuda" without an index, it is the GPU with
/// the index of the local rank, or the only one if each process sees one of its own. Throws
/// std::invalid_argument if there are too few.
[[nodiscard]] c10::Device device_of_rank(const Launch& launch, c10::Device device, int visible);

/// The processes that train together, as one of them sees them. All processes must call the same
/// functions in the same order. Results are the same on all ranks, bit for bit.
///
/// If a rank dies or takes no part within the timeout, every call on the other ranks throws
/// RankLost, which names the ranks whose processes have ended; on CPUs a death is noticed within
/// moments. The group must not be used afterwards. On
/// CUDA not every loss throws: see nccl_communicator().
///
/// A group of one rank communicates with nobody.
class ProcessGroup {
 public:
  /// Waits for all ranks for at most `timeout`, which also limits each call. `device` is this
  /// rank's device. Its kind selects Gloo or NCCL, and on CUDA it becomes the current device.
  /// Throws std::runtime_error that says which ranks are missing or what cannot be connected, and
  /// std::invalid_argument if this program was built without the required library.
  [[nodiscard]] static std::shared_ptr<ProcessGroup> join(const Launch& launch, c10::Device device,
                                                          std::chrono::seconds timeout);

  /// Shuts down collectively, so no rank counts another as lost. Does not wait for the other ranks
  /// during an exception or after a rank is lost, and never for more than ten seconds.
  ~ProcessGroup();
  ProcessGroup(const ProcessGroup&) = delete;
  ProcessGroup& operator=(const ProcessGroup&) = delete;

  [[nodiscard]] int rank() const { return rank_; }
  [[nodiscard]] int ranks() const { return ranks_; }
  [[nodiscard]] bool is_first() const { return rank_ == 0; }

  /// Replaces the tensors by those of rank 0. They have the same shapes and types on all ranks.
  void broadcast(const std::vector<at::Tensor>& tensors) const;

  /// Starts replacing a tensor by its sum over all ranks. The tensor must be contiguous, on the
  /// group's device and of the same layout on all ranks, and must not be used until wait() returns.
  /// `what` names the tensor in error messages. Throws std::invalid_argument for any other tensor.
  [[nodiscard]] Pending sum(const at::Tensor& tensor, const std::string& what = "tensors") const;

  /// Elementwise sums over all ranks; all must pass equally many values.
  [[nodiscard]] std::vector<double> sum(const std::vector<double>& values) const;

  /// Logical OR over all ranks.
  [[nodiscard]] bool any(bool value) const;

  /// Throws std::runtime_error on all ranks unless `value` is the same on all of them. The error
  /// names `what` it is, the first rank that differs from rank 0, and both values around the first
  /// difference.
  void require_same(const std::string& what, const std::string& value) const;

  /// Returns when all ranks have called it.
  void barrier() const;

 private:
  explicit ProcessGroup(c10::Device device);

  [[nodiscard]] std::vector<std::string> gather(const std::string& text) const;
  [[nodiscard]] Pending watched(const std::function<std::function<void()>()>& begin,
                                const std::string& doing) const;

  int rank_ = 0;
  int ranks_ = 1;
  c10::Device device_;
  std::shared_ptr<std::atomic<bool>> lost_ = std::make_shared<std::atomic<bool>>(false);
  std::shared_ptr<Rendezvous> rendezvous_;  // outlives the communicator, which uses its store
  std::unique_ptr<Communicator> communicator_;
};

}  // namespace trainer
