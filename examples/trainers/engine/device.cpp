#include "engine/device.hpp"

#include "engine/platform.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <stdexcept>

#include <ATen/Parallel.h>
#include <sched.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <torch/cuda.h>

namespace trainer {

c10::Device select_device(const std::string& name) {
  if (name != "auto" && name != "cpu" && name != "cuda")
    throw std::invalid_argument("expected auto, cpu or cuda, got '" + name + "'");
#ifdef TRAINER_WITH_CUDA
  const bool available = name != "cpu" && torch::cuda::is_available();
  if (name == "cuda" && !available)
    throw std::invalid_argument("LibTorch finds no CUDA device; use cpu or auto");
  return available ? c10::kCUDA : c10::kCPU;
#else
  if (name == "cuda") throw std::invalid_argument(without_cuda);
  return c10::kCPU;
#endif
}

void use_threads(std::int64_t threads) {
  at::set_num_threads(threads == 0 ? physical_cores() : static_cast<int>(threads));
}

void keep_freed_memory() {
#ifdef __GLIBC__
  ::mallopt(M_MMAP_MAX, 0);
  ::mallopt(M_TRIM_THRESHOLD, -1);
#endif
}

int physical_cores() {
  cpu_set_t allowed;
  if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
  // Processors that share a core name the same siblings.
  std::set<std::string> cores;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(static_cast<std::size_t>(cpu), &allowed)) continue;
    std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(cpu) +
                       "/topology/thread_siblings_list");
    std::string siblings;
    if (!std::getline(file, siblings)) siblings = std::to_string(cpu);
    cores.insert(siblings);
  }
  return std::max(1, static_cast<int>(cores.size()));
}

}  // namespace trainer
