#pragma once

#include "trainer/staged_run.hpp"
#include "trainer/text.hpp"

#include <cmath>
#include <cstdint>
#include <string>

namespace transfer {

/// What a training on a target came to.
struct CellOutcome {
  double accuracy = 0.0;        ///< on the target's test images after the last epoch, 0 … 1
  double train_accuracy = 0.0;  ///< on its training images in the last epoch
  std::int64_t epochs = 0;
  double seconds = 0.0;  ///< of training and evaluation
};

/// Throws trainer::Diverged for the loss of a training that has ended if that is not finite.
inline void require_finite(double loss, std::int64_t epochs, const std::string& option) {
  if (!std::isfinite(loss))
    throw trainer::Diverged("the training loss is not finite after " + trainer::to_text(epochs) +
                            " epochs; a lower " + option + " may help, with another --out");
}

}  // namespace transfer
