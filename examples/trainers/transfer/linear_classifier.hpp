#pragma once

#include "transfer/outcome.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace transfer {

struct FeatureSets;

/// The recipe by which a linear layer is trained on the features of every snapshot.
///
/// Each feature is shifted and scaled to mean 0 and deviation 1 over the training images, so the
/// rate and the weight decay mean the same for snapshots with larger features. Features that hardly
/// differ between training images are left out. SGD with momentum then minimises
///
///   mean cross entropy + weight_decay / 2 · |W|²        (the bias does not decay)
///
/// This has a unique minimum, so the point where the schedule stops depends little on the seed.
///
/// | option        | unit                      | range     | default   |
/// |---------------|---------------------------|-----------|-----------|
/// | schedule      | see trainer::Schedule     |           | see below |
/// | epochs        | at most                   | >= 1      | 100       |
/// | batch_size    | images per step           | >= 1      | 256       |
/// | learning_rate | in the first stage        | > 0       | 0.03      |
/// | momentum      |                           | in [0, 1) | 0.9       |
/// | weight_decay  |                           | >= 0      | 0.03      |
///
/// The default schedule decays the rate when the loss has settled, and stops when a decay gains
/// nothing any more. Rate and weight decay are the same for all snapshots.
struct FixOptions {
  std::string schedule =
      "auto(beta=0.5, window=5, tolerance=0.03, ratio=0.97, epsilon=0.01, "
      "reference=previous_level)";
  std::int64_t epochs = 100;
  std::int64_t batch_size = 256;
  double learning_rate = 0.03;
  double momentum = 0.9;
  double weight_decay = 0.03;
};

/// Trains a linear layer on features of the training images, and tests it on the test images. The
/// layer and the order of the images depend on the seed; with the same number of threads the result
/// is reproducible. The training accuracy is that of the final layer. Returns nothing if `go_on`,
/// called after every step, returns false. Seeds LibTorch's default generator.
///
/// Throws std::invalid_argument for an invalid schedule.
[[nodiscard]] std::optional<CellOutcome> train_fix(const FeatureSets& features,
                                                   std::int64_t classes, const FixOptions& options,
                                                   std::uint64_t seed,
                                                   const std::function<bool()>& go_on);

}  // namespace transfer
