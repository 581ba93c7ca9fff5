#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>

namespace trainer {

class ProcessGroup;

/// Sums the gradients of a network's parameters over the ranks of a group, in large pieces
/// (buckets), while the backward pass runs: a bucket is sent as soon as all its gradients are
/// complete. If the loss on each rank is the sum over its images divided by the number of images in
/// the whole batch, the sums are the gradients of the mean loss over the whole batch.
///
///   reducer.begin();  // before the step's last backward pass, if it has several
///   loss.backward();
///   reducer.finish();
///   optimizer.step();
///
/// All ranks must have the same parameters in the same order and layout, and reduce their buckets
/// in the same order. Before the backward pass, gradients may be undefined or hold what earlier
/// passes of the step accumulated. Keeps a copy of all gradients: afterwards, the gradients are
/// views of the copy with the layout of the parameters. A group of one rank does nothing.
class GradientReducer {
 public:
  /// Ignores parameters that need no gradient. A bucket holds at most `bucket_bytes` bytes, or one
  /// larger parameter. Throws std::invalid_argument for a parameter that is the result of a
  /// computation, and for a bucket_bytes below 1.
  GradientReducer(std::vector<at::Tensor> parameters, std::shared_ptr<const ProcessGroup> group,
                  std::int64_t bucket_bytes = std::int64_t{25} << 20);

  /// Does not wait. Reductions still under way are discarded.
  ~GradientReducer();
  GradientReducer(const GradientReducer&) = delete;
  GradientReducer& operator=(const GradientReducer&) = delete;

  /// From now on, each gradient is sent to the other ranks as soon as a backward pass completes it,
  /// so the next backward pass must be the last before finish(). Without this call, finish() sends
  /// all of them.
  void begin();

  /// Replaces all gradients by their sums. A gradient that is undefined on this rank counts as
  /// zeros and is defined afterwards. Throws RankLost.
  void finish();

 private:
  struct Layout;
  class Pass;

  std::shared_ptr<Layout> layout_;  // null in a group of one rank
  std::shared_ptr<Pass> pass_;      // from begin() to finish()
};

}  // namespace trainer
