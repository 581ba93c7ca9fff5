#pragma once

#include "model/state_dict.hpp"

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

namespace trainer {

class Network;

/// The mean of a network's weights over the end of a stage whose end is not known: polynomial-decay
/// averaging (Shamir and Zhang, Stochastic Gradient Descent for Non-smooth Optimization, 2013). After
/// epoch t of the stage, with the weights w(t),
///
///   mean(t) = mean(t-1) + (w(t) - mean(t-1)) (γ + 1) / (γ + t),   γ = 2 / share - 2
///
/// so the epochs count as t^γ, up to rounding. They are share · t / 2 epochs old on average, as they
/// are in the mean over the last `share` of the stage, which stochastic weight averaging takes and
/// for which the end must be known. With a share of 1, all epochs count alike. Each stage starts
/// anew, since mean(1) = w(1).
///
/// Cost: the memory of the weights, once.
class WeightAverage {
 public:
  /// Of a network's parameters, on its device; `share` in (0, 1].
  WeightAverage(const Network& network, double share);

  /// The mean after epoch `t` of a stage, which has given the network its weights. Changes nothing,
  /// so an epoch whose evaluation is interrupted can be completed later.
  [[nodiscard]] std::vector<at::Tensor> after(const Network& network, std::int64_t t) const;

  /// Makes this the mean after the previous epoch.
  void set(const std::vector<at::Tensor>& means);

  /// The mean after the previous epoch, by the parameters' names; the tensors share its memory.
  [[nodiscard]] const StateDict& tensors() const { return means_; }

 private:
  double gamma_;
  StateDict means_;
};

/// Gives a network other weights until its destruction, which also restores the buffers.
class WeightGuard {
 public:
  WeightGuard(const Network& network, const std::vector<at::Tensor>& weights);
  ~WeightGuard();
  WeightGuard(const WeightGuard&) = delete;
  WeightGuard& operator=(const WeightGuard&) = delete;

 private:
  std::vector<at::Tensor> tensors_;
  std::vector<at::Tensor> saved_;
};

}  // namespace trainer
