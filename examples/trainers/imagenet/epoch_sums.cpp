#include "imagenet/epoch_sums.hpp"

#include <algorithm>

#include <ATen/Functions.h>
#include <c10/core/GradMode.h>

namespace imagenet {

at::Tensor no_sums(at::Device device) {
  return at::zeros({sum_count}, at::device(device).dtype(at::kDouble));
}

at::Tensor loss_of(const at::Tensor& answers, const at::Tensor& labels) {
  return at::cross_entropy_loss(answers, labels, {}, at::Reduction::Sum);
}

void add_to(at::Tensor& sums, const at::Tensor& loss, const at::Tensor& answers,
            const at::Tensor& labels) {
  const at::NoGradGuard no_gradients;
  const std::int64_t five = std::min<std::int64_t>(5, answers.size(1));
  const at::Tensor best = std::get<1>(answers.topk(five, 1));
  const at::Tensor correct = best.eq(labels.unsqueeze(1));
  sums[losses].add_(loss);
  sums[first].add_(correct.select(1, 0).sum());
  sums[among_five].add_(correct.sum());
  sums[images_seen].add_(labels.size(0));
}

Means means_of(const at::Tensor& sums) {
  const at::Tensor host = sums.cpu();
  const double* const sum = host.data_ptr<double>();
  return {{sum[losses] / sum[images_seen], sum[first] / sum[images_seen]},
          sum[among_five] / sum[images_seen]};
}

}  // namespace imagenet
