#pragma once

#include "trainer/staged_run.hpp"
#include "trainer/text.hpp"

#include <cmath>
#include <cstdint>
#include <string>

namespace transfer {

/// The result of a training on a target.
struct CellOutcome {
  double accuracy = 0.0;        ///< on the target's test images after the last epoch, 0 … 1
  double train_accuracy = 0.0;  ///< on its training images in the last epoch
  std::int64_t epochs = 0;
  double seconds = 0.0;  ///< of training and evaluation
};

/// Throws trainer::Diverged if the final loss of a training is non-finite.
inline void require_finite(double loss, std::int64_t epochs, const std::string& option) {
  if (!std::isfinite(loss))
    throw trainer::Diverged("the training loss is non-finite after " + trainer::to_text(epochs) +
                            " epochs; a lower " + option + " may help, with another --out");
}

}  // namespace transfer
