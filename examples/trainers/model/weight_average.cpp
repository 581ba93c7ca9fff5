#include "model/weight_average.hpp"

#include "model/network.hpp"

#include <cstddef>

#include <ATen/Functions.h>
#include <c10/core/GradMode.h>

namespace trainer {

WeightAverage::WeightAverage(const Network& network, double share) : gamma_(2.0 / share - 2.0) {
  for (const auto& item : network.named_parameters())
    means_.emplace_back(item.key(), at::zeros_like(item.value().detach()));
}

std::vector<at::Tensor> WeightAverage::after(const Network& network, std::int64_t t) const {
  const at::NoGradGuard no_gradients;
  const double weight = (gamma_ + 1.0) / (gamma_ + static_cast<double>(t));
  const std::vector<at::Tensor> weights = network.parameters();
  std::vector<at::Tensor> means;
  for (std::size_t i = 0; i < weights.size(); ++i)
    means.push_back(means_[i].second.lerp(weights[i], weight));
  return means;
}

void WeightAverage::set(const std::vector<at::Tensor>& means) {
  for (std::size_t i = 0; i < means_.size(); ++i) means_[i].second.copy_(means.at(i));
}

WeightGuard::WeightGuard(const Network& network, const std::vector<at::Tensor>& weights)
    : tensors_(network.parameters()) {
  const at::NoGradGuard no_gradients;
  const std::size_t parameters = tensors_.size();
  for (const at::Tensor& buffer : network.buffers()) tensors_.push_back(buffer);
  for (const at::Tensor& tensor : tensors_) saved_.push_back(tensor.clone());
  for (std::size_t i = 0; i < parameters; ++i) tensors_[i].copy_(weights.at(i));
}

WeightGuard::~WeightGuard() {
  const at::NoGradGuard no_gradients;
  for (std::size_t i = 0; i < tensors_.size(); ++i) tensors_[i].copy_(saved_[i]);
}

}  // namespace trainer
