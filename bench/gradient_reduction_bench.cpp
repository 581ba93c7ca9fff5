// What it costs to sum the gradients over processes: the share of a step without the optimizer. This is
// the most that sending them during the backward pass could save. Each of the processes runs it:
//
//   for rank in 0 1; do
//     RANK=$rank WORLD_SIZE=2 MASTER_ADDR=localhost MASTER_PORT=29400 build/bin/gradient_reduction_bench &
//   done; wait

#include "distributed/gradient_reducer.hpp"
#include "distributed/launch.hpp"
#include "distributed/process_group.hpp"
#include "engine/device.hpp"
#include "model/network.hpp"
#include "model/residual_network.hpp"
#include "run/program.hpp"
#include "support/command_line.hpp"
#include "support/statistics.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <torch/cuda.h>

namespace {

struct Options {
  std::int64_t depth = 18;
  std::int64_t image_size = 64;
  std::int64_t batch_size = 16;
  std::int64_t steps = 20;
  std::string device = "cpu";
};

/// The seconds of a step's parts, from one meeting of all processes to the next.
struct Seconds {
  double passes = 0.0;  ///< forward and backward
  double reduction = 0.0;
};

/// A step on images that are always the same.
class Step {
 public:
  Step(const Options& options, at::Device device, std::shared_ptr<trainer::ProcessGroup> group)
      : network_(trainer::residual_network({.depth = options.depth})),
        images_(
            at::rand({options.batch_size, 3, options.image_size, options.image_size}).to(device)),
        labels_(at::randint(10, {options.batch_size}, at::kLong).to(device)),
        reducer_((network_->to(device), network_->parameters()), group),
        group_(std::move(group)) {
    network_->train();
  }

  Seconds take() {
    for (const at::Tensor& parameter : network_->parameters()) parameter.mutable_grad().reset();
    const double start = meet();
    at::cross_entropy_loss(network_->forward(images_), labels_).backward();
    const double middle = meet();
    reducer_.reduce();
    return {middle - start, meet() - middle};
  }

 private:
  /// The time when all processes have come here.
  double meet() {
    if (images_.is_cuda()) torch::cuda::synchronize();
    group_->barrier();
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(now).count();
  }

  std::shared_ptr<trainer::Network> network_;
  at::Tensor images_;
  at::Tensor labels_;
  trainer::GradientReducer reducer_;
  std::shared_ptr<trainer::ProcessGroup> group_;
};

int run(int argc, const char* const* argv) {
  Options options;
  CLI::App app("Times the summation of gradients over processes.", "gradient_reduction_bench");
  const auto add = [&](const char* name, auto& value, const char* help) {
    return support::add_option(app, name, value, help)->capture_default_str();
  };
  add("--depth", options.depth, "of the ResNet: 18, 34, 50, 101 or 152");
  add("--image-size", options.image_size, "pixels per side");
  add("--batch-size", options.batch_size, "images per process and step");
  add("--steps", options.steps, "that are timed")->check(CLI::Range(2, 100000));
  add("--device", options.device, "cpu or cuda");
  if (!support::parse_command_line(app, argc, argv)) return 0;

  const trainer::Launch launch =
      trainer::launch_from([](const char* name) -> const char* { return std::getenv(name); });
  const at::Device device = trainer::device_of_rank(launch, trainer::select_device(options.device),
                                                    static_cast<int>(torch::cuda::device_count()));
  trainer::use_threads(1);
  const auto group = trainer::ProcessGroup::join(launch, device, std::chrono::seconds(300));
  at::manual_seed(0);
  Step step(options, device, group);
  for (int warm_up = 0; warm_up < 3; ++warm_up) (void)step.take();

  std::vector<double> passes;
  std::vector<double> reductions;
  for (std::int64_t i = 0; i < options.steps; ++i) {
    const Seconds seconds = step.take();
    passes.push_back(1000.0 * seconds.passes);
    reductions.push_back(1000.0 * seconds.reduction);
  }
  if (group->is_first())
    std::printf(
        "ResNet-%s, %s processes on %s: forward and backward %s ms, reduction %s ms (95 %%)\n",
        support::to_text(options.depth).c_str(), support::to_text(group->ranks()).c_str(),
        options.device.c_str(), support::interval(support::sample_of(passes), 1).c_str(),
        support::interval(support::sample_of(reductions), 1).c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return trainer::run_program("gradient_reduction_bench", [&] { return run(argc, argv); });
}
