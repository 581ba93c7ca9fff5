#pragma once

#include "trainer/platform.hpp"

#include <memory>

#include <c10/core/Device.h>

namespace trainer {

/// The platform of a CUDA device. From then on, LibTorch times cuDNN's algorithms and takes the
/// fastest for each shape, and computes in TF32 what is left in float. Throws c10::Error if there
/// is no such device.
[[nodiscard]] std::shared_ptr<const Platform> cuda_platform(c10::Device device);

}  // namespace trainer
