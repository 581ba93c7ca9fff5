#pragma once

#include <cstdint>
#include <functional>

namespace trainer {

/// The memory that a training step takes for so many images, as a straight line.
struct StepMemory {
  double base = 0.0;       ///< bytes, whatever the images
  double per_image = 1.0;  ///< bytes; at least 1

  [[nodiscard]] double bytes(std::int64_t images) const {
    return base + per_image * static_cast<double>(images);
  }

  /// The most images for which `free` bytes suffice; at least 0, and no more than the bytes.
  [[nodiscard]] std::int64_t images_in(std::int64_t free) const;
};

/// Throws std::runtime_error that says how many images would fit, and by which options, if `free`
/// bytes are too few for so many at once.
void require_memory(const StepMemory& memory, std::int64_t images, std::int64_t free);

/// Measures it by steps on `few` images and on three times as many, each after one that creates what is
/// created once. `few` must be so large that the images take more than the workspaces of convolutions,
/// which do not grow in proportion. `step` takes the number of images, does all that a training step does but the update, and must leave the memory
/// as it found it. Counts the most bytes that LibTorch's tensors hold at a time, on whatever device,
/// and adds a tenth for what it takes beside them (the convolutions' workspace).
[[nodiscard]] StepMemory measure_step_memory(const std::function<void(std::int64_t)>& step,
                                             std::int64_t few = 8);

}  // namespace trainer
