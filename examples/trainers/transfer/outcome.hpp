#pragma once

#include "run/staged_run.hpp"
#include "support/text.hpp"
#include "transfer/cell.hpp"

#include <cmath>
#include <cstdint>
#include <string>

#include <ATen/core/Tensor.h>

namespace transfer {

/// The result of a training on a target.
struct CellOutcome {
  Hits hits = {};               ///< on the target's test images after the last epoch
  double train_accuracy = 0.0;  ///< on its training images in the last epoch
  std::int64_t epochs = 0;
  double seconds = 0.0;  ///< of training and evaluation

  [[nodiscard]] double accuracy() const { return accuracy_of(hits); }
};

/// The hits among bool values for all test images, on any device.
[[nodiscard]] inline Hits hits_of(const at::Tensor& correct) {
  const at::Tensor values = correct.cpu().contiguous();
  const bool* const first = values.data_ptr<bool>();
  return Hits(first, first + values.numel());
}

/// Throws trainer::Diverged if the final loss of a training is non-finite.
inline void require_finite(double loss, std::int64_t epochs, const std::string& option) {
  if (!std::isfinite(loss))
    throw trainer::Diverged("the training loss is non-finite after " + support::to_text(epochs) +
                            " epochs; a lower " + option + " may help, with another --out");
}

}  // namespace transfer
