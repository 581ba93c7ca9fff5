#include "engine/platform.hpp"

#include "engine/cpu_platform.hpp"
#include "engine/device.hpp"
#include "temporary_folder.hpp"

#include <cstddef>
#include <memory>
#include <vector>

#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <torch/cuda.h>
#include <torch/optim/sgd.h>
#include <unistd.h>

using namespace trainer;

namespace {

constexpr std::int64_t MiB = 1024 * 1024;

std::shared_ptr<const Platform> the_cpu() { return platform_of(c10::kCPU); }

std::int64_t physical_memory() {
  return std::int64_t{::sysconf(_SC_PHYS_PAGES)} * ::sysconf(_SC_PAGESIZE);
}

/// The folders proc and sys of a system with 100 MiB available.
struct System : TemporaryFolder {
  explicit System(std::string_view groups) {
    write("proc/meminfo", "MemTotal:  999999 kB\nMemFree: 1 kB\nMemAvailable:  102400 kB\n");
    write("proc/self/cgroup", groups);
  }
};

}  // namespace

TEST_CASE("a CPU trains and evaluates channels last") {
  CHECK(the_cpu()->layout() == at::MemoryFormat::ChannelsLast);
  CHECK(the_cpu()->evaluation_batch() == 250);
}

TEST_CASE("a forward pass has as many pixels whatever the images' size, and at least one image") {
  const auto batch = [](std::int64_t height, std::int64_t width) {
    return the_cpu()->evaluation_batch(at::empty({1, 3, height, width}, at::kByte));
  };
  CHECK(batch(8, 8) == 250);
  CHECK(batch(32, 32) == 250);
  CHECK(batch(64, 32) == 125);
  CHECK(batch(224, 224) == 5);
  CHECK(batch(4096, 4096) == 1);
}

TEST_CASE("a CPU's free memory is a part of the machine's memory") {
  CHECK(the_cpu()->free_memory() >= 1);
  CHECK(the_cpu()->free_memory() <= physical_memory());
}

TEST_CASE("without a control group, the memory is what the system has available") {
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

TEST_CASE("in a control group, the memory is what the group has left, including its file cache") {
  const System system("0::/a/b\n");
  system.write("sys/fs/cgroup/a/b/memory.max", "41943040\n");
  system.write("sys/fs/cgroup/a/b/memory.current", "31457280\n");
  CHECK(available_memory(system.path()) == 10 * MiB);
  system.write("sys/fs/cgroup/a/b/memory.stat",
               "anon 1\nactive_file 2\ninactive_file 5242880\nslab 3\n");
  CHECK(available_memory(system.path()) == 15 * MiB);

  SUBCASE("its parent groups limit it too") {
    system.write("sys/fs/cgroup/a/memory.max", "33554432\n");
    system.write("sys/fs/cgroup/a/memory.current", "32505856\n");
    CHECK(available_memory(system.path()) == 1 * MiB);
  }
  SUBCASE("a group that exceeds its limit has nothing left") {
    system.write("sys/fs/cgroup/a/b/memory.max", "1048576\n");
    CHECK(available_memory(system.path()) == 0);
  }
}

TEST_CASE("in a container, the memory is what its control group has left, under its outside name") {
  const System system("0::/docker/1234\n");
  system.write("sys/fs/cgroup/memory.max", "41943040\n");
  system.write("sys/fs/cgroup/memory.current", "31457280\n");
  CHECK(available_memory(system.path()) == 10 * MiB);
}

TEST_CASE("in a control group of version 1, the memory is what the group has left") {
  const System system("5:cpuset:/x\n4:cpu,memory:/a\n0::/\n");
  system.write("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "41943040\n");
  system.write("sys/fs/cgroup/memory/a/memory.usage_in_bytes", "31457280\n");
  system.write("sys/fs/cgroup/memory/a/memory.stat",
               "inactive_file 1\ntotal_inactive_file 1048576");
  CHECK(available_memory(system.path()) == 11 * MiB);
}

#ifdef __GLIBC__
#if __GLIBC_PREREQ(2, 33)
TEST_CASE("memory that the C library keeps free counts as free") {
  keep_freed_memory();
  constexpr std::int64_t size = 64 * MiB;
  auto block = std::make_unique<std::byte[]>(size);
  const std::int64_t before = kept_memory();
  block.reset();
  CHECK(kept_memory() - before >= size);
  CHECK(kept_memory() - before < size + MiB);
  CHECK(the_cpu()->free_memory() >= size);
}
#endif
#endif

TEST_CASE("a CPU's logits are those of the network, unchanged") {
  const at::Tensor logits = at::randn({2, 3});
  CHECK(the_cpu()->logits([&] { return logits; }).is_same(logits));
}

TEST_CASE("a CPU's SGD has momentum and weight decay, and follows its options") {
  at::Tensor weight = at::full({1}, 1.0, at::kDouble).requires_grad_();
  const auto sgd =
      the_cpu()->sgd({weight}, torch::optim::SGDOptions(0.1).momentum(0.9).weight_decay(0.01));
  the_cpu()->update_rates(*sgd);
  weight.mutable_grad() = at::full({1}, 0.5, at::kDouble);

  // velocity = 0.9 velocity + (gradient + 0.01 weight); weight -= rate velocity
  sgd->step();
  CHECK(weight.item<double>() == doctest::Approx(1 - 0.1 * 0.51).epsilon(1e-12));
  sgd->step();
  const double velocity = 0.9 * 0.51 + (0.5 + 0.01 * 0.949);
  CHECK(weight.item<double>() == doctest::Approx(0.949 - 0.1 * velocity).epsilon(1e-12));

  const double before = weight.item<double>();
  sgd->param_groups().front().options().set_lr(0);
  the_cpu()->update_rates(*sgd);
  sgd->step();
  CHECK(weight.item<double>() == before);
}

TEST_CASE("a CPU repeats a step by calling it") {
  int calls = 0;
  const auto step = the_cpu()->repeated([&] { ++calls; });
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

#ifdef TRAINER_WITH_CUDA
namespace {

bool has_cuda() {
  if (torch::cuda::is_available()) return true;
  MESSAGE("skipped: LibTorch finds no CUDA device");
  return false;
}

bool are_close(const at::Tensor& a, const at::Tensor& b) { return at::allclose(a, b, 1e-5, 1e-7); }

void set_rate(torch::optim::SGD& sgd, double rate) {
  sgd.param_groups().front().options().set_lr(rate);
}

const torch::optim::SGDOptions& cuda_options() {
  static const auto options = torch::optim::SGDOptions(0.1).momentum(0.9).weight_decay(0.01);
  return options;
}

/// A model of one weight, trained by steps that may be replayed.
struct Steps {
  std::shared_ptr<const Platform> platform = platform_of(c10::kCUDA);
  at::Tensor weight = at::ones({64}, at::kCUDA).requires_grad_();
  at::Tensor input = at::zeros({8, 64}, at::kCUDA);
  at::Tensor losses = at::zeros({}, at::kCUDA);
  std::unique_ptr<torch::optim::SGD> sgd = platform->sgd({weight}, cuda_options());
  int calls = 0;

  void step() {
    ++calls;
    weight.mutable_grad().reset();
    const at::Tensor loss = (input * weight).square().mean();
    loss.backward();
    losses.add_(loss.detach());
    sgd->step();
  }
};

}  // namespace

TEST_CASE("CUDA's SGD takes the same steps as LibTorch's, also after a change of the rate") {
  if (!has_cuda()) return;
  at::manual_seed(1);
  const auto platform = platform_of(c10::kCUDA);
  std::vector<at::Tensor> ours, theirs;
  for (const at::Tensor& start :
       {at::randn({7}), at::randn({4, 3, 3, 3}).contiguous(at::MemoryFormat::ChannelsLast)}) {
    ours.push_back(start.to(at::kCUDA).requires_grad_());
    theirs.push_back(start.to(at::kCUDA).requires_grad_());
  }
  const auto fused = platform->sgd(ours, cuda_options());
  torch::optim::SGD plain(theirs, cuda_options());
  for (int step = 0; step < 6; ++step) {
    CAPTURE(step);
    if (step == 3) {
      set_rate(*fused, 0.01);
      set_rate(plain, 0.01);
      platform->update_rates(*fused);
    }
    for (std::size_t i = 0; i < ours.size(); ++i) {
      ours[i].mutable_grad() = at::randn_like(ours[i].detach());
      theirs[i].mutable_grad() = ours[i].grad().clone();
    }
    fused->step();
    plain.step();
    for (std::size_t i = 0; i < ours.size(); ++i) CHECK(are_close(ours[i], theirs[i]));
  }
}

TEST_CASE("CUDA repeats a step without calling it, with the same effect") {
  if (!has_cuda()) return;
  at::manual_seed(1);
  Steps direct;
  Steps replayed;
  const auto step = direct.platform->repeated([&] { replayed.step(); });
  for (int call = 1; call <= 8; ++call) {
    CAPTURE(call);
    if (call == 7) {
      for (const Steps* const steps : {&direct, &replayed}) {
        set_rate(*steps->sgd, 0.01);
        steps->platform->update_rates(*steps->sgd);
      }
    }
    direct.input.normal_();
    replayed.input.copy_(direct.input);
    direct.step();
    step();
    CHECK(are_close(replayed.weight, direct.weight));
    CHECK(are_close(replayed.losses, direct.losses));
  }
  CHECK(direct.calls == 8);
  CHECK(replayed.calls < 8);
}
#endif
