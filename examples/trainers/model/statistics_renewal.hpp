#pragma once

#include "model/network.hpp"

#include <type_traits>
#include <utility>
#include <vector>

#include <torch/nn/modules/batchnorm.h>

namespace trainer {

/// Forgets the batch-norm statistics of a network. Until the destruction, which restores how they are
/// updated, they are the means over the batches that the network sees in training mode.
class StatisticsRenewal {
 public:
  explicit StatisticsRenewal(const Network& network) {
    for (const auto& module : network.modules())
      if (auto* const normalisation = module->as<torch::nn::BatchNorm2d>()) {
        normalisation->reset_running_stats();
        momenta_.emplace_back(normalisation, normalisation->options.momentum());
        normalisation->options.momentum(Momentum());  // none: a mean over the batches
      }
  }
  ~StatisticsRenewal() {
    for (const auto& [normalisation, momentum] : momenta_)
      normalisation->options.momentum(momentum);
  }
  StatisticsRenewal(const StatisticsRenewal&) = delete;
  StatisticsRenewal& operator=(const StatisticsRenewal&) = delete;

 private:
  // LibTorch's optional, whose name depends on its version.
  using Momentum =
      std::decay_t<decltype(std::declval<torch::nn::BatchNorm2dImpl&>().options.momentum())>;

  std::vector<std::pair<torch::nn::BatchNorm2dImpl*, Momentum>> momenta_;
};

}  // namespace trainer
