#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>

namespace trainer {

class ProcessGroup;

/// Sums the gradients of a network's parameters over the ranks of a group, in large pieces
/// (buckets). If the loss on each rank is the sum over its images divided by the number of images in
/// the whole batch, the sums are the gradients of the mean loss over the whole batch.
///
///   loss.backward();
///   reducer.reduce();
///   optimizer.step();
///
/// All ranks must have the same parameters in the same order and layout. Keeps a copy of all
/// gradients: afterwards, the gradients are views of the copy with the layout of the parameters. A
/// group of one rank does nothing.
///
/// Nothing is sent during the backward pass: with Gloo on two cores that gained no time, see
/// bench/gradient_reduction_bench.cpp.
class GradientReducer {
 public:
  /// Ignores parameters that need no gradient. A bucket holds at most `bucket_bytes` bytes, or one
  /// larger parameter. Throws std::invalid_argument for a parameter that is the result of a
  /// computation, and for a bucket_bytes below 1.
  GradientReducer(const std::vector<at::Tensor>& parameters,
                  std::shared_ptr<const ProcessGroup> group,
                  std::int64_t bucket_bytes = std::int64_t{25} << 20);

  /// Replaces all gradients by their sums. A gradient that is undefined on this rank counts as
  /// zeros and is defined afterwards. Throws RankLost.
  void reduce();

 private:
  struct Slot {
    at::Tensor parameter;
    at::Tensor gradient;  // in the bucket
  };
  struct Bucket {
    at::Tensor flat;
    std::vector<Slot> slots;
  };

  [[nodiscard]] static Bucket bucket_of(const std::vector<at::Tensor>& parameters);

  std::shared_ptr<const ProcessGroup> group_;
  std::vector<Bucket> buckets_;  // none in a group of one rank
};

}  // namespace trainer
