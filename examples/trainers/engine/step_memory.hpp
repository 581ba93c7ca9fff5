#pragma once

#include <cstdint>
#include <functional>

namespace trainer {

/// The memory of a training step as a linear function of the number of images.
struct StepMemory {
  double base = 0.0;       ///< bytes, independent of the images
  double per_image = 1.0;  ///< bytes; at least 1

  [[nodiscard]] double bytes(std::int64_t images) const {
    return base + per_image * static_cast<double>(images);
  }

  /// The largest number of images for which `free` bytes suffice; at least 0 and at most `free`.
  [[nodiscard]] std::int64_t images_in(std::int64_t free) const;
};

/// Throws std::runtime_error if `free` bytes are too few for `images` at once. The error says how
/// many would fit, and which options set the number.
void require_memory(const StepMemory& memory, std::int64_t images, std::int64_t free);

/// Measures the memory by steps on `few` images and on three times as many, each after a step that
/// makes the one-time allocations. `few` must be large enough that the images take more memory than
/// the workspaces of convolutions, which do not grow in proportion. `step` takes the number of
/// images, does everything that a training step does except the update, and must leave the memory
/// as it found it. Counts the peak of the bytes held by LibTorch's tensors, on any device, and adds
/// a tenth for other memory (the convolutions' workspace).
[[nodiscard]] StepMemory measure_step_memory(const std::function<void(std::int64_t)>& step,
                                             std::int64_t few = 8);

}  // namespace trainer
