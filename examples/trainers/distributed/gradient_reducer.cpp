#include "distributed/gradient_reducer.hpp"

#include "distributed/process_group.hpp"
#include "support/text.hpp"

#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include <ATen/Functions.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

namespace trainer {
namespace {

// Accumulates the gradients of a parameter. The smart pointer type differs between LibTorch's
// versions.
using Accumulator =
    decltype(torch::autograd::impl::grad_accumulator(std::declval<const at::Tensor&>()));

/// Views a part of a bucket as the gradient of a parameter.
at::Tensor as_gradient(const at::Tensor& part, const at::Tensor& parameter) {
  return parameter.is_non_overlapping_and_dense()
             ? part.as_strided(parameter.sizes(), parameter.strides())
             : part.view(parameter.sizes());
}

}  // namespace

/// The position of each gradient.
struct GradientReducer::Layout {
  struct Slot {
    at::Tensor parameter;
    std::size_t bucket;
    at::Tensor gradient;  // in the bucket
  };

  void add_bucket(const std::vector<at::Tensor>& parameters);

  std::shared_ptr<const ProcessGroup> group;
  std::vector<Slot> slots;          // roughly in the order in which the backward pass fills them
  std::vector<at::Tensor> buckets;  // flat
};

void GradientReducer::Layout::add_bucket(const std::vector<at::Tensor>& parameters) {
  // Aligns every gradient for vector instructions.
  const auto padded = [](std::int64_t size) { return (size + 31) / 32 * 32; };
  std::int64_t size = 0;
  for (const at::Tensor& parameter : parameters) size += padded(parameter.numel());
  const at::Tensor flat = at::zeros({size}, parameters.front().options());
  std::int64_t first = 0;
  for (const at::Tensor& parameter : parameters) {
    const at::Tensor part = flat.narrow(0, first, parameter.numel());
    slots.push_back({parameter, buckets.size(), as_gradient(part, parameter)});
    first += padded(parameter.numel());
  }
  buckets.push_back(flat);
}

/// The reduction of one step's gradients. Hooks may call it from autograd's threads.
class GradientReducer::Pass : public std::enable_shared_from_this<Pass> {
 public:
  explicit Pass(std::shared_ptr<const Layout> layout)
      : layout_(std::move(layout)),
        is_ready_(layout_->slots.size(), false),
        missing_(layout_->buckets.size(), 0) {
    for (const Layout::Slot& slot : layout_->slots) ++missing_[slot.bucket];
  }

  /// Makes the backward pass report which gradients are complete.
  void watch() {
    for (std::size_t i = 0; i < layout_->slots.size(); ++i) {
      accumulators_.push_back(torch::autograd::impl::grad_accumulator(layout_->slots[i].parameter));
      accumulators_.back()->add_post_hook(std::make_unique<Hook>(weak_from_this(), i));
    }
  }

  void finish() {
    for (std::size_t i = 0; i < layout_->slots.size(); ++i)
      if (!is_ready_[i]) add(i);
    for (Pending& sum : sums_) sum.wait();
    for (const Layout::Slot& slot : layout_->slots) slot.parameter.mutable_grad() = slot.gradient;
  }

 private:
  /// An accumulator may outlive the pass in the graph of a loss; its hook then does nothing.
  class Hook final : public torch::autograd::FunctionPostHook {
   public:
    Hook(std::weak_ptr<Pass> pass, std::size_t slot) : pass_(std::move(pass)), slot_(slot) {}

    torch::autograd::variable_list operator()(const torch::autograd::variable_list& outputs,
                                              const torch::autograd::variable_list&) override {
      if (const auto pass = pass_.lock()) pass->add(slot_);
      return outputs;
    }

   private:
    std::weak_ptr<Pass> pass_;
    std::size_t slot_;
  };

  void add(std::size_t i) {
    const std::lock_guard lock(mutex_);
    if (is_ready_[i])
      throw std::logic_error(
          "GradientReducer: a second backward pass between begin() and finish(), after the first "
          "has sent its gradients");
    const at::NoGradGuard no_gradients;
    const Layout::Slot& slot = layout_->slots[i];
    if (const at::Tensor& gradient = slot.parameter.grad(); gradient.defined())
      slot.gradient.copy_(gradient);
    else
      slot.gradient.zero_();
    is_ready_[i] = true;
    --missing_[slot.bucket];
    // A complete bucket waits for the buckets before it because the order must be the same on all
    // ranks.
    while (sums_.size() < missing_.size() && missing_[sums_.size()] == 0)
      sums_.push_back(layout_->group->sum(layout_->buckets[sums_.size()], "gradients"));
  }

  std::shared_ptr<const Layout> layout_;
  std::vector<Accumulator> accumulators_;  // parameters hold them weakly
  std::mutex mutex_;
  std::vector<bool> is_ready_;        // the slots
  std::vector<std::size_t> missing_;  // slots of each bucket
  std::vector<Pending> sums_;         // of the buckets sent so far
};

GradientReducer::GradientReducer(std::vector<at::Tensor> parameters,
                                 std::shared_ptr<const ProcessGroup> group,
                                 std::int64_t bucket_bytes) {
  if (!(bucket_bytes >= 1))
    throw std::invalid_argument("GradientReducer: bucket_bytes must be at least 1, got " +
                                support::to_text(bucket_bytes));
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (!parameters[i].is_leaf())
      throw std::invalid_argument("GradientReducer: expected parameters, got the result of a " +
                                  std::string("computation as number ") + support::to_text(i));
  if (group->ranks() == 1) return;

  layout_ = std::make_shared<Layout>();
  layout_->group = std::move(group);
  std::vector<at::Tensor> bucket;
  std::int64_t bytes = 0;
  for (auto parameter = parameters.rbegin(); parameter != parameters.rend(); ++parameter) {
    if (!parameter->requires_grad()) continue;
    const auto size = static_cast<std::int64_t>(parameter->nbytes());
    if (!bucket.empty() && (bytes + size > bucket_bytes ||
                            !bucket.front().options().type_equal(parameter->options()))) {
      layout_->add_bucket(bucket);
      bucket.clear();
      bytes = 0;
    }
    bucket.push_back(*parameter);
    bytes += size;
  }
  if (!bucket.empty()) layout_->add_bucket(bucket);
}

GradientReducer::~GradientReducer() = default;

void GradientReducer::begin() {
  if (!layout_) return;
  pass_ = std::make_shared<Pass>(layout_);
  pass_->watch();
}

void GradientReducer::finish() {
  if (!layout_) return;
  const auto pass = pass_ ? std::exchange(pass_, nullptr) : std::make_shared<Pass>(layout_);
  pass->finish();
}

}  // namespace trainer
