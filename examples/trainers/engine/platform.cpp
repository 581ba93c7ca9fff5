#include "engine/platform.hpp"

#include "engine/cpu_platform.hpp"
#ifdef TRAINER_WITH_CUDA
#include "engine/cuda_platform.hpp"
#endif

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <torch/optim/sgd.h>

namespace trainer {

std::int64_t Platform::evaluation_batch(const at::Tensor& images) const {
  constexpr std::int64_t usual_pixels = 32 * 32;
  const std::int64_t pixels = std::max(usual_pixels, images.size(2) * images.size(3));
  return std::max<std::int64_t>(1, evaluation_batch() * usual_pixels / pixels);
}

std::unique_ptr<torch::optim::SGD> Platform::sgd(std::vector<at::Tensor> parameters,
                                                 const torch::optim::SGDOptions& options) const {
  return sgd(std::vector<torch::optim::OptimizerParamGroup>{std::move(parameters)}, options);
}

std::shared_ptr<const Platform> platform_of(c10::Device device) {
  if (device.is_cpu()) return cpu_platform();
  if (!device.is_cuda())
    throw std::invalid_argument("platform_of: expected the device cpu or cuda, got " +
                                device.str());
#ifdef TRAINER_WITH_CUDA
  return cuda_platform(device);
#else
  throw std::invalid_argument(without_cuda);
#endif
}

}  // namespace trainer
