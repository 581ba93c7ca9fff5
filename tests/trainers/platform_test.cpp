#include "trainer/platform.hpp"

#include "temporary_folder.hpp"
#include "trainer/cpu_platform.hpp"
#include "trainer/device.hpp"

#include <cstddef>
#include <memory>

#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <torch/optim/sgd.h>
#include <unistd.h>

using namespace trainer;

namespace {

constexpr std::int64_t MiB = 1024 * 1024;

std::shared_ptr<const Platform> cpu() { return platform_of(c10::kCPU); }

std::int64_t physical_memory() {
  return std::int64_t{::sysconf(_SC_PHYS_PAGES)} * ::sysconf(_SC_PAGESIZE);
}

/// Folders proc and sys of a system with 100 MiB available.
struct System : TemporaryFolder {
  explicit System(std::string_view groups) {
    write("proc/meminfo", "MemTotal:  999999 kB\nMemFree: 1 kB\nMemAvailable:  102400 kB\n");
    write("proc/self/cgroup", groups);
  }
};

}  // namespace

TEST_CASE("a CPU trains and evaluates channels last") {
  CHECK(cpu()->layout() == at::MemoryFormat::ChannelsLast);
  CHECK(cpu()->evaluation_batch() == 250);
}

TEST_CASE("a CPU's free memory is some of the machine's") {
  CHECK(cpu()->free_memory() >= 1);
  CHECK(cpu()->free_memory() <= physical_memory());
}

TEST_CASE("memory is what the system has available where no control group limits it") {
  CHECK(available_memory(System("").path()) == 100 * MiB);
  CHECK(available_memory(System("0::/\n").path()) == 100 * MiB);
  const System unlimited("0::/a\n");
  unlimited.write("sys/fs/cgroup/a/memory.max", "max\n");
  unlimited.write("sys/fs/cgroup/a/memory.current", "1048576\n");
  CHECK(available_memory(unlimited.path()) == 100 * MiB);
  const System unlimited1("2:cpu,memory:/a\n");
  unlimited1.write("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "9223372036854771712\n");
  unlimited1.write("sys/fs/cgroup/memory/a/memory.usage_in_bytes", "1048576\n");
  CHECK(available_memory(unlimited1.path()) == 100 * MiB);
}

TEST_CASE("memory is what a control group leaves, its file cache included") {
  const System system("0::/a/b\n");
  system.write("sys/fs/cgroup/a/b/memory.max", "41943040\n");
  system.write("sys/fs/cgroup/a/b/memory.current", "31457280\n");
  CHECK(available_memory(system.path()) == 10 * MiB);
  system.write("sys/fs/cgroup/a/b/memory.stat",
               "anon 1\nactive_file 2\ninactive_file 5242880\nslab 3\n");
  CHECK(available_memory(system.path()) == 15 * MiB);

  SUBCASE("the groups above it limit it too") {
    system.write("sys/fs/cgroup/a/memory.max", "33554432\n");
    system.write("sys/fs/cgroup/a/memory.current", "32505856\n");
    CHECK(available_memory(system.path()) == 1 * MiB);
  }
  SUBCASE("a group that has taken more than its limit leaves nothing") {
    system.write("sys/fs/cgroup/a/b/memory.max", "1048576\n");
    CHECK(available_memory(system.path()) == 0);
  }
}

TEST_CASE("memory is what a container's control group leaves, named as outside") {
  const System system("0::/docker/1234\n");
  system.write("sys/fs/cgroup/memory.max", "41943040\n");
  system.write("sys/fs/cgroup/memory.current", "31457280\n");
  CHECK(available_memory(system.path()) == 10 * MiB);
}

TEST_CASE("memory is what a control group of version 1 leaves") {
  const System system("5:cpuset:/x\n4:cpu,memory:/a\n0::/\n");
  system.write("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "41943040\n");
  system.write("sys/fs/cgroup/memory/a/memory.usage_in_bytes", "31457280\n");
  system.write("sys/fs/cgroup/memory/a/memory.stat",
               "inactive_file 1\ntotal_inactive_file 1048576");
  CHECK(available_memory(system.path()) == 11 * MiB);
}

#ifdef __GLIBC__
#if __GLIBC_PREREQ(2, 33)
TEST_CASE("memory that the C library keeps free is free") {
  keep_freed_memory();
  constexpr std::int64_t size = 64 * MiB;
  auto block = std::make_unique<std::byte[]>(size);
  const std::int64_t before = kept_memory();
  block.reset();
  CHECK(kept_memory() - before >= size);
  CHECK(kept_memory() - before < size + MiB);
  CHECK(cpu()->free_memory() >= size);
}
#endif
#endif

TEST_CASE("a CPU's logits are those of the network, as they are") {
  const at::Tensor logits = at::randn({2, 3});
  CHECK(cpu()->logits([&] { return logits; }).is_same(logits));
}

TEST_CASE("a CPU's SGD has momentum and weight decay, and follows its options") {
  at::Tensor weight = at::full({1}, 1.0, at::kDouble).requires_grad_();
  const auto sgd =
      cpu()->sgd({weight}, torch::optim::SGDOptions(0.1).momentum(0.9).weight_decay(0.01));
  cpu()->update_rates(*sgd);
  weight.mutable_grad() = at::full({1}, 0.5, at::kDouble);

  // velocity = 0.9 velocity + (gradient + 0.01 weight); weight -= rate velocity
  sgd->step();
  CHECK(weight.item<double>() == doctest::Approx(1 - 0.1 * 0.51).epsilon(1e-12));
  sgd->step();
  const double velocity = 0.9 * 0.51 + (0.5 + 0.01 * 0.949);
  CHECK(weight.item<double>() == doctest::Approx(0.949 - 0.1 * velocity).epsilon(1e-12));

  const double before = weight.item<double>();
  sgd->param_groups().front().options().set_lr(0);
  cpu()->update_rates(*sgd);
  sgd->step();
  CHECK(weight.item<double>() == before);
}

TEST_CASE("a CPU repeats a step by calling it") {
  int calls = 0;
  const auto step = cpu()->repeated([&] { ++calls; });
  CHECK(calls == 0);
  for (int i = 1; i <= 10; ++i) {
    step();
    CHECK(calls == i);
  }
}

TEST_CASE("a device that this program cannot use is refused") {
  CHECK(error_of([] { (void)platform_of(c10::kMeta); }) ==
        "platform_of: expected the device cpu or cuda, got meta");
#ifndef TRAINER_WITH_CUDA
  CHECK_THROWS_AS((void)platform_of(c10::kCUDA), std::invalid_argument);
  CHECK(error_of([] { (void)platform_of(c10::kCUDA); }) == without_cuda);
#endif
}
