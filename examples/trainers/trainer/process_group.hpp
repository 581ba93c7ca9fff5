#pragma once

#include "trainer/launch.hpp"

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

/// What goes on in the background.
class Pending {
 public:
  Pending() = default;
  explicit Pending(std::function<void()> wait) : wait_(std::move(wait)) {}

  /// Returns when it is done; on CUDA when the current stream waits for it. Throws RankLost.
  void wait() {
    if (const auto wait = std::exchange(wait_, nullptr)) wait();
  }

 private:
  std::function<void()> wait_;
};

/// Why several processes cannot train on CPUs, or on GPUs, where this program was built without
/// what connects them.
inline constexpr const char* without_gloo =
    "this program was built without Gloo, by which several processes train on CPUs: it needs a "
    "LibTorch with Gloo, and Gloo's headers (libgloo-dev)";
inline constexpr const char* without_nccl =
    "this program was built without NCCL, by which several processes train on GPUs: it needs a "
    "LibTorch with NCCL, and nccl.h (libnccl-dev)";

/// The device of a rank where `visible` are to be seen: for "cuda" without an index that of the
/// local rank, or the only one where each process is shown one of its own. Throws
/// std::invalid_argument if there are too few.
[[nodiscard]] c10::Device device_of_rank(const Launch& launch, c10::Device device, int visible);

/// The processes that train together, as each of them sees it. All must call the same functions in
/// the same order. Results are the same on all ranks, bit for bit.
///
/// Every call throws RankLost, on the ranks that are left, if another has died, on CPUs within
/// moments, or takes no part within the timeout. A group that has lost a rank is of no more use. On
/// CUDA it is not every loss that throws: see nccl_communicator().
///
/// A group of one rank communicates with nobody.
class ProcessGroup {
 public:
  /// Waits for all ranks, at most for `timeout`, which is also the limit for each call. `device` is
  /// this rank's, and on CUDA becomes the current one; its kind decides between Gloo and NCCL.
  /// Throws std::runtime_error that says which ranks did not come where, or what cannot be
  /// connected, and std::invalid_argument where this program was built without the one needed.
  [[nodiscard]] static std::shared_ptr<ProcessGroup> join(const Launch& launch, c10::Device device,
                                                          std::chrono::seconds timeout);

  /// Parts when all ranks do, so that none is lost to another. Does not wait for that when an
  /// exception passes or a rank is lost, and never for more than ten seconds.
  ~ProcessGroup();
  ProcessGroup(const ProcessGroup&) = delete;
  ProcessGroup& operator=(const ProcessGroup&) = delete;

  [[nodiscard]] int rank() const { return rank_; }
  [[nodiscard]] int ranks() const { return ranks_; }
  [[nodiscard]] bool is_first() const { return rank_ == 0; }

  /// Makes the tensors, of the same shapes and types on all ranks, those of rank 0.
  void broadcast(const std::vector<at::Tensor>& tensors) const;

  /// Begins to replace a tensor by its sum over all ranks: one on the group's device that lies in
  /// memory without gaps, the same way on all ranks. It may not be used until the wait is over.
  /// `what` it is comes into the error. Throws std::invalid_argument for another tensor.
  [[nodiscard]] Pending sum(const at::Tensor& tensor, const std::string& what = "tensors") const;

  /// The sums over all ranks, of as many numbers on each.
  [[nodiscard]] std::vector<double> sum(const std::vector<double>& values) const;

  /// Whether it is so on any rank.
  [[nodiscard]] bool any(bool value) const;

  /// Throws std::runtime_error on all ranks if `value` is not the same on all. It names `what` that
  /// is, the first rank that differs from rank 0, and what both have, around the first difference.
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
  std::unique_ptr<Rendezvous> rendezvous_;  // outlives the communicator, which uses its store
  std::unique_ptr<Communicator> communicator_;
};

}  // namespace trainer
