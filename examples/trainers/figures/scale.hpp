#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace figures {

/// Trainings that differ only in when the rate is lowered: never, or after one of `decays`.
struct DecayTrial {
  std::int64_t epochs = 0;  ///< iterations for batch gradient descent
  std::vector<std::int64_t> decays;
};

/// The sizes of the trainings behind the figures.
struct Scale {
  std::string_view name;
  std::int64_t depth = 0;  ///< of the WideResNets; Laboratory::common() has their width

  // Figures 3, 4 and 11.
  std::int64_t batch_size = 0;
  std::int64_t images = 0;  ///< in the training set; 0: all
  std::int64_t test_images = 0;
  std::int64_t stage_seeds = 0;
  DecayTrial stages;

  // Figures 5 and 10: SGD and batch gradient descent, at the smaller scales for equally many steps;
  // each seed selects its own images.
  std::int64_t seeds = 0;
  std::int64_t noise_batch_size = 0;  ///< for SGD
  std::int64_t noise_images = 0;
  std::int64_t noise_test_images = 0;
  DecayTrial sgd;
  DecayTrial bgd;
  std::int64_t chunk_size = 0;  ///< for batch gradient descent, see trainer::Options

  // The figure of the patterns.
  std::int64_t pattern_depth = 10;  ///< deeper networks memorise every image
  std::int64_t pattern_images = 0;
  std::int64_t pattern_test_images = 0;
  std::int64_t pattern_seeds = 0;
  DecayTrial patterns;

  // The figure of the schedules; StepDecay decays after each third of the epochs.
  std::int64_t schedule_batch_size = 0;
  double schedule_weight_decay = 0.0;
  std::int64_t schedule_images = 0;
  std::int64_t schedule_test_images = 0;
  std::int64_t schedule_epochs = 0;
  std::int64_t schedule_seeds = 0;
  std::vector<std::string> schedules = {};  ///< to compare with StepDecay, see trainer::Schedule
  std::vector<std::string> schedule_controls = {};  ///< of each of these, names of controls()
};

/// "smoke", "small", "medium" or "paper":
///
/// | scale  | purpose                                       | time for all figures                   |
/// |--------|-----------------------------------------------|----------------------------------------|
/// | smoke  | checking that everything works                | less than two minutes on two CPU cores |
/// | small  | CIFAR-10 on a workstation without a GPU       | seven hours on two CPU cores           |
/// | medium | the paper's network and images, fewer epochs  | on a GPU                               |
/// | paper  | the sizes of the paper's section 3 and A.1    | some hours on a GPU                    |
///
/// Throws std::invalid_argument for any other name.
[[nodiscard]] const Scale& scale_named(std::string_view name);

}  // namespace figures
