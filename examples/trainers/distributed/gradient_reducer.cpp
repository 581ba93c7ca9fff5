#include "distributed/gradient_reducer.hpp"

#include "distributed/process_group.hpp"
#include "support/text.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include <ATen/core/Tensor.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>

namespace trainer {
namespace {

/// Views a part of a bucket as the gradient of a parameter.
at::Tensor as_gradient(const at::Tensor& part, const at::Tensor& parameter) {
  return parameter.is_non_overlapping_and_dense()
             ? part.as_strided(parameter.sizes(), parameter.strides())
             : part.view(parameter.sizes());
}

}  // namespace

GradientReducer::GradientReducer(const std::vector<at::Tensor>& parameters,
                                 std::shared_ptr<const ProcessGroup> group,
                                 std::int64_t bucket_bytes)
    : group_(std::move(group)) {
  if (!(bucket_bytes >= 1))
    throw std::invalid_argument("GradientReducer: bucket_bytes must be at least 1, got " +
                                support::to_text(bucket_bytes));
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (!parameters[i].is_leaf())
      throw std::invalid_argument("GradientReducer: expected parameters, got the result of a " +
                                  std::string("computation as number ") + support::to_text(i));
  if (group_->ranks() == 1) return;

  std::vector<at::Tensor> bucket;
  std::int64_t bytes = 0;
  for (const at::Tensor& parameter : parameters) {
    if (!parameter.requires_grad()) continue;
    const auto size = static_cast<std::int64_t>(parameter.nbytes());
    if (!bucket.empty() && (bytes + size > bucket_bytes ||
                            !bucket.front().options().type_equal(parameter.options()))) {
      buckets_.push_back(bucket_of(bucket));
      bucket.clear();
      bytes = 0;
    }
    bucket.push_back(parameter);
    bytes += size;
  }
  if (!bucket.empty()) buckets_.push_back(bucket_of(bucket));
}

GradientReducer::Bucket GradientReducer::bucket_of(const std::vector<at::Tensor>& parameters) {
  // Aligns every gradient for vector instructions.
  const auto padded = [](std::int64_t size) { return (size + 31) / 32 * 32; };
  std::int64_t size = 0;
  for (const at::Tensor& parameter : parameters) size += padded(parameter.numel());
  Bucket bucket{.flat = at::zeros({size}, parameters.front().options()), .slots = {}};
  std::int64_t first = 0;
  for (const at::Tensor& parameter : parameters) {
    const at::Tensor part = bucket.flat.narrow(0, first, parameter.numel());
    bucket.slots.push_back({parameter, as_gradient(part, parameter)});
    first += padded(parameter.numel());
  }
  return bucket;
}

void GradientReducer::reduce() {
  const at::NoGradGuard no_gradients;
  std::vector<Pending> sums;
  for (const Bucket& bucket : buckets_) {
    for (const Slot& slot : bucket.slots)
      if (const at::Tensor& gradient = slot.parameter.grad(); gradient.defined())
        slot.gradient.copy_(gradient);
      else
        slot.gradient.zero_();
    sums.push_back(group_->sum(bucket.flat, "gradients"));
  }
  for (Pending& sum : sums) sum.wait();
  for (const Bucket& bucket : buckets_)
    for (const Slot& slot : bucket.slots) slot.parameter.mutable_grad() = slot.gradient;
}

}  // namespace trainer
