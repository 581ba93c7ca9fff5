#pragma once

#include "engine/engine.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

namespace trainer {

/// The result of an epoch.
struct EpochResult {
  /// On the training images: "running", the mean over the epoch while the weights changed, or
  /// "evaluated", without augmentation at the end of the epoch.
  Score train;
  Score test;                     ///< at the end of the epoch
  std::vector<double> more = {};  ///< see EpochRecord
};

/// The work of an epoch, which each program implements in its own way.
class EpochWork {
 public:
  virtual ~EpochWork() = default;

  /// Training images per epoch.
  [[nodiscard]] virtual std::int64_t images() const = 0;

  /// Steps per epoch with this batch size.
  [[nodiscard]] virtual std::int64_t steps(std::int64_t batch_size) const = 0;

  /// The beginning of an epoch. The batch size is reduced to one that the data allow.
  [[nodiscard]] virtual Epoch begin(std::int64_t number, std::int64_t batch_size) const = 0;

  /// Trains the rest of an epoch and evaluates. Calls `go_on` after every step, and returns nothing
  /// if it returns false, once all processes know. During the call, the epoch is in the state that
  /// a checkpoint must record. The time in `go_on` is not training.
  [[nodiscard]] virtual std::optional<EpochResult> run(Epoch& epoch,
                                                       const std::function<bool()>& go_on) = 0;

  /// An epoch's sums over all processes of the run; waits for the device.
  [[nodiscard]] virtual at::Tensor sums(const Epoch& epoch) const { return epoch.sums; }

  /// Throws std::runtime_error if the processes of the run have different values.
  virtual void check_agreement(const std::string& what, const std::string& value) const {
    (void)what;
    (void)value;
  }
};

}  // namespace trainer
