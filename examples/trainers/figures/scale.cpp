#include "figures/scale.hpp"

#include <array>
#include <stdexcept>
#include <string>

namespace figures {
namespace {

const std::array<Scale, 4> scales = {
    Scale{.name = "smoke",
          .depth = 10,
          .batch_size = 32,
          .images = 160,
          .test_images = 100,
          .stage_seeds = 2,
          .stages = {.epochs = 8, .decays = {2, 4, 6}},
          .seeds = 2,
          .noise_batch_size = 32,
          .noise_images = 96,
          .noise_test_images = 100,
          .sgd = {.epochs = 3, .decays = {1, 2}},
          .bgd = {.epochs = 9, .decays = {3, 6}},
          .pattern_images = 320,
          .pattern_test_images = 100,
          .pattern_seeds = 2,
          .patterns = {.epochs = 8, .decays = {5}},
          .schedule_batch_size = 32,
          .schedule_weight_decay = 1e-4,
          .schedule_images = 160,
          .schedule_test_images = 100,
          .schedule_epochs = 9,
          .schedule_seeds = 2},
    // Few epochs on all images, since the network memorises a smaller set and no loss settles.
    // Trials with many epochs prevent that with small batches and a large weight decay.
    Scale{.name = "small",
          .depth = 10,
          .batch_size = 128,
          .images = 0,
          .test_images = 2000,
          .stage_seeds = 3,
          .stages = {.epochs = 12, .decays = {4, 6, 8}},
          .seeds = 3,
          .noise_batch_size = 64,
          .noise_images = 1000,
          .noise_test_images = 1000,
          .sgd = {.epochs = 25, .decays = {6, 12, 18}},
          .bgd = {.epochs = 400, .decays = {96, 192, 288}},
          .pattern_images = 0,
          .pattern_test_images = 0,
          .pattern_seeds = 4,
          .patterns = {.epochs = 60, .decays = {30}},
          .schedule_batch_size = 32,
          .schedule_weight_decay = 5e-4,
          .schedule_images = 10000,
          .schedule_test_images = 5000,
          .schedule_epochs = 90,
          .schedule_seeds = 5},
    // The paper's network and images, with few enough epochs for a GPU that is available for half
    // an hour at a time.
    Scale{.name = "medium",
          .depth = 28,
          .batch_size = 128,
          .images = 0,
          .test_images = 0,
          .stage_seeds = 3,
          .stages = {.epochs = 90, .decays = {15, 30, 45}},
          .seeds = 1,
          .noise_batch_size = 128,
          .noise_images = 0,
          .noise_test_images = 0,
          .sgd = {.epochs = 60, .decays = {10, 20, 30}},
          .bgd = {.epochs = 600, .decays = {100, 200, 300}},
          .pattern_images = 0,
          .pattern_test_images = 0,
          .pattern_seeds = 4,
          .patterns = {.epochs = 60, .decays = {30}},
          .schedule_batch_size = 128,
          .schedule_weight_decay = 1e-4,
          .schedule_images = 0,
          .schedule_test_images = 0,
          .schedule_epochs = 90,
          .schedule_seeds = 5},
    Scale{.name = "paper",
          .depth = 28,
          .batch_size = 128,
          .images = 0,
          .test_images = 0,
          .stage_seeds = 3,
          .stages = {.epochs = 300, .decays = {50, 100, 150}},
          .seeds = 3,
          .noise_batch_size = 128,
          .noise_images = 0,
          .noise_test_images = 0,
          .sgd = {.epochs = 300, .decays = {50, 100, 150}},
          .bgd = {.epochs = 3000, .decays = {500, 1000, 1500}},
          .pattern_images = 0,
          .pattern_test_images = 0,
          .pattern_seeds = 4,
          .patterns = {.epochs = 60, .decays = {30}},
          .schedule_batch_size = 128,
          .schedule_weight_decay = 1e-4,
          .schedule_images = 0,
          .schedule_test_images = 0,
          .schedule_epochs = 300,
          .schedule_seeds = 5}};

}  // namespace

const Scale& scale_named(std::string_view name) {
  for (const Scale& scale : scales)
    if (scale.name == name) return scale;
  throw std::invalid_argument("expected smoke, small, medium or paper, got '" + std::string(name) +
                              "'");
}

}  // namespace figures
