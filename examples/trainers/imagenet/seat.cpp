#include "imagenet/seat.hpp"

#include "distributed/process_group.hpp"
#include "engine/device.hpp"
#include "support/text.hpp"
#include "support/usage_error.hpp"

#include <algorithm>
#include <cstdlib>
#include <thread>

#include <torch/cuda.h>

namespace imagenet {

using support::to_text;

Seat seat_of(const Options& options) {
  trainer::Launch launch =
      trainer::launch_from([](const char* name) -> const char* { return std::getenv(name); });
  launch.run += (launch.run.empty() ? "--out " : " --out ") + options.out.string();
  if (options.batch_size % launch.ranks != 0)
    throw support::UsageError("--batch-size must be a multiple of the number of processes, " +
                              to_text(launch.ranks) + ", got " + to_text(options.batch_size));
  if (options.image_size <= 32 && options.batch_size == launch.ranks)
    throw support::UsageError(
        "--batch-size must be at least two images per process if "
        "--image-size is 32, got " +
        to_text(options.batch_size));
  const auto devices = static_cast<int>(torch::cuda::device_count());
  const at::Device device =
      trainer::device_of_rank(launch, trainer::select_device(options.device), devices);
  trainer::use_threads(options.threads == 0 && launch.ranks > 1 ? 1 : options.threads);
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  const std::int64_t workers = options.workers != 0 ? options.workers
                               : device.is_cuda()   ? std::max(1, cores / launch.local_ranks)
                                                    : 1;
  return {launch, device, workers};
}

}  // namespace imagenet
