#pragma once

#include "engine/platform.hpp"

#include <memory>

#include <c10/core/Device.h>

namespace trainer {

/// The platform of a CUDA device. From this call on, LibTorch times cuDNN's algorithms and uses the
/// fastest for each shape, and float computations use TF32. Throws c10::Error if there is no such
/// device.
[[nodiscard]] std::shared_ptr<const Platform> cuda_platform(c10::Device device);

}  // namespace trainer
