// Whether it pays to send gradients while the backward pass runs: times training steps that send each
// bucket as soon as it is complete against steps that send all of them afterwards, in turn. Each of the
// processes that train together runs it:
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
  std::int64_t pairs = 20;
  std::string device = "cpu";
};

/// A step on images that are always the same, without an optimizer's.
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

  /// The seconds of a step from one meeting of all processes to the next.
  double seconds(bool overlapped) {
    for (const at::Tensor& parameter : network_->parameters()) parameter.mutable_grad().reset();
    group_->barrier();
    const auto start = std::chrono::steady_clock::now();
    const at::Tensor loss = at::cross_entropy_loss(network_->forward(images_), labels_);
    if (overlapped) reducer_.begin();
    loss.backward();
    reducer_.finish();
    if (images_.is_cuda()) torch::cuda::synchronize();
    group_->barrier();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }

 private:
  std::shared_ptr<trainer::Network> network_;
  at::Tensor images_;
  at::Tensor labels_;
  trainer::GradientReducer reducer_;
  std::shared_ptr<trainer::ProcessGroup> group_;
};

int run(int argc, const char* const* argv) {
  Options options;
  CLI::App app("Times the two ways to sum gradients over processes.", "gradient_reduction_bench");
  const auto add = [&](const char* name, auto& value, const char* help) {
    return support::add_option(app, name, value, help)->capture_default_str();
  };
  add("--depth", options.depth, "of the ResNet: 18, 34, 50, 101 or 152");
  add("--image-size", options.image_size, "pixels per side");
  add("--batch-size", options.batch_size, "images per process and step");
  add("--pairs", options.pairs, "of steps that are timed")->check(CLI::Range(2, 100000));
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
  for (const bool overlapped : {true, false, true, false}) (void)step.seconds(overlapped);

  std::vector<double> during;
  std::vector<double> afterwards;
  std::vector<double> ratios;
  for (std::int64_t pair = 0; pair < options.pairs; ++pair) {
    const bool first = pair % 2 == 0;
    const double one = step.seconds(first);
    const double other = step.seconds(!first);
    during.push_back(first ? one : other);
    afterwards.push_back(first ? other : one);
    ratios.push_back(during.back() / afterwards.back());
  }
  if (group->is_first())
    std::printf(
        "ResNet-%s, %s processes on %s: a step takes %s s if gradients are sent during the "
        "backward "
        "pass, %s s if afterwards; ratio %s (95 %%)\n",
        support::to_text(options.depth).c_str(), support::to_text(group->ranks()).c_str(),
        options.device.c_str(), support::rounded(support::sample_of(during).mean).c_str(),
        support::rounded(support::sample_of(afterwards).mean).c_str(),
        support::interval(support::sample_of(ratios), 3).c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return trainer::run_program("gradient_reduction_bench", [&] { return run(argc, argv); });
}
