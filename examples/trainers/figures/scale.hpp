#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace figures {

/// Trainings that differ only in when the rate is lowered: never, and after each of `decays`.
struct DecayTrial {
  std::int64_t epochs = 0;  ///< iterations for batch gradient descent
  std::vector<std::int64_t> decays;
};

/// How large the trainings behind the figures are.
struct Scale {
  std::string_view name;
  std::int64_t depth = 0;  ///< of the WideResNets; Options of the laboratory has their width

  // Figures 3, 4 and 11.
  std::int64_t batch_size = 0;
  std::int64_t images = 0;  ///< of the training set; 0: all
  std::int64_t test_images = 0;
  DecayTrial stages;

  // Figures 5 and 10: SGD and batch gradient descent, each seed with images of its own.
  std::int64_t seeds = 0;
  std::int64_t noise_batch_size = 0;  ///< of SGD
  std::int64_t noise_images = 0;
  std::int64_t noise_test_images = 0;
  DecayTrial sgd;
  DecayTrial bgd;
  std::int64_t chunk_size = 0;  ///< as trainer::Options has it, for batch gradient descent

  // The figure of the patterns.
  std::int64_t pattern_depth = 10;  ///< deeper ones remember every image
  std::int64_t pattern_images = 0;
  std::int64_t pattern_seeds = 0;
  DecayTrial patterns;

  // The figure of the schedules; StepDecay decays after each third of the epochs.
  std::int64_t schedule_batch_size = 0;
  double schedule_weight_decay = 0.0;
  std::int64_t schedule_images = 0;
  std::int64_t schedule_test_images = 0;
  std::int64_t schedule_epochs = 0;
  std::int64_t schedule_seeds = 0;
};

/// "smoke", "small" or "paper":
///
/// | scale | for                                        | all figures take                       |
/// |-------|--------------------------------------------|----------------------------------------|
/// | smoke | seeing that everything works               | less than two minutes on two CPU cores |
/// | small | CIFAR-10 on a workstation without a GPU    | three hours at most                    |
/// | paper | the sizes of the paper's section 3 and A.1 | a GPU and some hours                   |
///
/// Throws std::invalid_argument for any other name.
[[nodiscard]] const Scale& scale_named(std::string_view name);

}  // namespace figures
