// Times training steps on random images that are already on the device: the cost of the trainers' steps
// without reading images. Prints one JSON object.
//
//   training_step_bench --network resnet50 --classes 1000 --image-size 224 --batch-size 256 --device cuda
//   training_step_bench --network wrn-28-1 --captured --trace step.json --device cuda

#include "data/augmentation.hpp"
#include "engine/device.hpp"
#include "engine/platform.hpp"
#include "model/network.hpp"
#include "model/network_shape.hpp"
#include "run/program.hpp"
#include "support/command_line.hpp"
#include "support/paths.hpp"
#include "support/text.hpp"
#include "support/usage_error.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <nlohmann/json.hpp>
#include <torch/csrc/autograd/profiler_kineto.h>
#include <torch/optim/sgd.h>

namespace {

constexpr std::int64_t traced_steps = 4;

struct Options {
  std::string network = "wrn-28-1";
  std::int64_t classes = 10;
  std::int64_t image_size = 32;
  std::int64_t batch_size = 128;
  std::int64_t warm_up = 10;
  std::int64_t steps = 50;
  bool captured = false;
  std::string trace;
  std::string device = "auto";
  std::int64_t threads = 0;
};

/// A network and the step that trains it, always on the same images.
class Training {
 public:
  Training(const Options& options, at::Device device)
      : platform_(trainer::platform_of(device)),
        statistics_(trainer::imagenet_statistics(device)),
        loss_(at::zeros({}, device)) {
    at::manual_seed(0);
    network_ = trainer::new_network(trainer::shape_named(options.network, options.classes).value());
    network_->to(device);
    network_->train();
    trainer::lay_out(*network_, platform_->layout());
    const std::int64_t side = options.image_size;
    images_ = at::randint(256, {options.batch_size, 3, side, side}, at::kByte).to(device);
    labels_ = at::randint(options.classes, {options.batch_size}, at::kLong).to(device);
    sgd_ = platform_->sgd(network_->parameters(),
                          torch::optim::SGDOptions(0.01).momentum(0.9).weight_decay(1e-4));
    step_ = [this] { step(); };
    if (options.captured) step_ = platform_->repeated(step_);
  }

  /// Runs some steps; returns the loss of each after waiting for the device.
  std::vector<float> take(std::int64_t steps) {
    std::vector<at::Tensor> losses;
    for (std::int64_t i = 0; i < steps; ++i) {
      step_();
      losses.push_back(loss_.clone());
    }
    std::vector<float> values;
    for (const at::Tensor& loss : losses) values.push_back(loss.item<float>());
    return values;
  }

 private:
  void step() {
    for (const at::Tensor& parameter : network_->parameters()) parameter.mutable_grad().reset();
    const at::Tensor logits = platform_->logits([this] {
      return network_->forward(
          trainer::normalise(images_, statistics_).contiguous(platform_->layout()));
    });
    const at::Tensor loss = at::cross_entropy_loss(logits, labels_);
    loss.backward();
    loss_.copy_(loss.detach());
    sgd_->step();
  }

  std::shared_ptr<const trainer::Platform> platform_;
  std::shared_ptr<trainer::Network> network_;
  trainer::ChannelStatistics statistics_;
  std::unique_ptr<torch::optim::SGD> sgd_;
  at::Tensor images_;
  at::Tensor labels_;
  at::Tensor loss_;
  std::function<void()> step_;
};

/// Writes a trace of the CPU's and the device's activity during a function in Chrome's format.
void write_trace(const std::string& file, at::Device device, const std::function<void()>& work) {
  using torch::profiler::impl::ActivityType;
  const torch::profiler::impl::ProfilerConfig config(torch::profiler::impl::ProfilerState::KINETO);
  std::set<ActivityType> activities = {ActivityType::CPU};
  if (device.is_cuda()) activities.insert(ActivityType::CUDA);
  torch::autograd::profiler::prepareProfiler(config, activities);
  torch::autograd::profiler::enableProfiler(config, activities);
  work();
  torch::autograd::profiler::disableProfiler()->save(file);
}

std::optional<Options> parse(int argc, const char* const* argv) {
  Options options;
  CLI::App app("Times training steps on random images that are on the device.",
               "training_step_bench");
  const auto add = [&](const char* name, auto& value, const char* help) {
    return support::add_option(app, name, value, help)->capture_default_str();
  };
  add("--network", options.network, trainer::network_names)->check([](const std::string& name) {
    return trainer::shape_named(name, 1)
               ? ""
               : "expected " + std::string(trainer::network_names) + ", got '" + name + "'";
  });
  add("--classes", options.classes, "classes of the network")->check(CLI::Range(1, 1'000'000));
  add("--image-size", options.image_size, "pixels per side")->check(CLI::Range(8, 4096));
  add("--batch-size", options.batch_size, "images per step")->check(CLI::Range(1, 1'000'000));
  add("--warm-up", options.warm_up, "steps before timing starts, at least 4")
      ->check(CLI::Range(4, 1'000'000));
  add("--steps", options.steps, "timed steps")->check(CLI::Range(1, 1'000'000));
  app.add_flag("--captured", options.captured, "replay the step as a CUDA graph");
  add("--trace", options.trace, "file for a trace of four more steps")->check(support::output_file);
  add("--device", options.device, "auto, cpu or cuda");
  add("--threads", options.threads, "CPU threads; 0: one per physical core")
      ->check(CLI::Range(0, 1024));
  if (!support::parse_command_line(app, argc, argv)) return std::nullopt;
  return options;
}

int run(const Options& options) {
  using Clock = std::chrono::steady_clock;
  trainer::use_threads(options.threads);
  trainer::keep_freed_memory();
  const at::Device device = trainer::select_device(options.device);
  Training training(options, device);
  std::vector<float> losses = training.take(options.warm_up);
  const auto begin = Clock::now();
  const std::vector<float> timed = training.take(options.steps);
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  losses.insert(losses.end(), timed.begin(), timed.end());
  const auto steps = static_cast<double>(options.steps);
  const nlohmann::ordered_json result = {
      {"network", options.network},
      {"classes", options.classes},
      {"image_size", options.image_size},
      {"batch_size", options.batch_size},
      {"device", device.str()},
      {"captured", options.captured},
      {"steps", options.steps},
      {"seconds_per_step", seconds / steps},
      {"images_per_second", steps * static_cast<double>(options.batch_size) / seconds},
      {"traced_steps", traced_steps},
      {"losses", losses}};
  std::printf("%s\n", result.dump().c_str());
  std::fflush(stdout);
  if (!options.trace.empty())
    write_trace(options.trace, device, [&] { (void)training.take(traced_steps); });
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return trainer::run_program("training_step_bench", [&] {
    const std::optional<Options> options = parse(argc, argv);
    return options ? run(*options) : 0;
  });
}
