#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>

namespace trainer {

class ProcessGroup;

/// Sums the gradients of a network's parameters over the ranks of a group, in large pieces
/// (buckets), and while the backward pass goes on: a bucket is on its way as soon as all its
/// gradients are there. With a loss of sum / images of the whole batch on each rank, the sums are
/// the gradients of the mean loss over the whole batch.
///
///   reducer.begin();  // before the step's last backward pass, where it has several
///   loss.backward();
///   reducer.finish();
///   optimizer.step();
///
/// All ranks have the same parameters in the same order, laid out alike, and reduce their buckets
/// in the same order. Gradients may be undefined before the backward pass or hold what earlier
/// passes of the step have added up. Keeps a copy of all gradients: afterwards, the gradients are
/// views of it, laid out as the parameters are. In a group of one rank it does nothing at all.
class GradientReducer {
 public:
  /// Parameters that need no gradient are left out. Throws std::invalid_argument for one that is
  /// the result of a computation, and for a bucket_bytes below 1. Buckets hold at most so many
  /// bytes, or one parameter.
  GradientReducer(std::vector<at::Tensor> parameters, std::shared_ptr<const ProcessGroup> group,
                  std::int64_t bucket_bytes = std::int64_t{25} << 20);

  /// Waits for nothing. What is on its way then comes to no use.
  ~GradientReducer();
  GradientReducer(const GradientReducer&) = delete;
  GradientReducer& operator=(const GradientReducer&) = delete;

  /// From now on, each gradient that a backward pass completes is on its way to the other ranks, so
  /// the next backward pass must be the last before finish(). Without this call, finish() does all.
  void begin();

  /// Replaces all gradients by their sums; one that this rank does not have counts as zeros, and is
  /// there afterwards. Throws RankLost.
  void finish();

 private:
  struct Layout;
  class Pass;

  std::shared_ptr<Layout> layout_;  // null in a group of one rank
  std::shared_ptr<Pass> pass_;      // from begin() to finish()
};

}  // namespace trainer
