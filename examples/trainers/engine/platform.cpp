#include "engine/platform.hpp"

#include "engine/cpu_platform.hpp"
#ifdef TRAINER_WITH_CUDA
#include "engine/cuda_platform.hpp"
#endif

#include <stdexcept>
#include <utility>

#include <torch/optim/sgd.h>

namespace trainer {

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
