#include "trainer/checkpoint.hpp"

#include "temporary_folder.hpp"
#include "trainer/files.hpp"
#include "trainer/network.hpp"
#include "trainer/schedule.hpp"
#include "trainer/wide_resnet.hpp"

#include <memory>
#include <string>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <torch/optim/sgd.h>

using namespace trainer;

namespace {

/// A small network, an optimizer and a schedule in the middle of a run.
struct Training {
  explicit Training(std::uint64_t seed) {
    at::manual_seed(seed);
    network = wide_resnet({.depth = 10, .widen = 1, .classes = 3});
    optimizer = std::make_unique<torch::optim::SGD>(
        network->parameters(), torch::optim::SGDOptions(0.1).momentum(0.9).weight_decay(1e-4));
  }

  void step() {
    for (const at::Tensor& parameter : network->parameters()) parameter.mutable_grad().reset();
    network->forward(images).logsumexp(1).sum().backward();
    optimizer->step();
  }

  TrainingState state() {
    return {*network,
            *optimizer,
            schedule,
            {.number = 4,
             .batch_size = 12,
             .step = 7,
             .sums = at::full({2}, 0.1, at::kDouble),
             .seconds = 0.1}};
  }

  std::shared_ptr<Network> network;
  std::unique_ptr<torch::optim::SGD> optimizer;
  Schedule schedule = Schedule("step:2");
  at::Tensor images = at::linspace(-1, 1, 2 * 3 * 8 * 8).reshape({2, 3, 8, 8});
};

bool same_weights(const Network& a, const Network& b) {
  const auto equal = [](const std::vector<at::Tensor>& x, const std::vector<at::Tensor>& y) {
    REQUIRE(x.size() == y.size());
    for (std::size_t i = 0; i < x.size(); ++i)
      if (!x[i].equal(y[i]) || x[i].strides() != y[i].strides()) return false;
    return true;
  };
  return equal(a.parameters(), b.parameters()) && equal(a.buffers(), b.buffers());
}

}  // namespace

TEST_CASE("a run goes on from a checkpoint as it would have gone on") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "last.ckpt";
  Training first(1);
  first.step();
  first.step();
  std::int64_t batch_size = 12;
  (void)first.schedule.step({*first.optimizer, batch_size}, 3.0);
  (void)first.schedule.step({*first.optimizer, batch_size}, 2.0);  // a decay
  write_checkpoint(file, take_checkpoint(first.state(), {{"seed", 1}}, {{"images", 2}}));

  const Checkpoint checkpoint = read_checkpoint(file);
  CHECK(checkpoint.configuration.dump() == R"({"seed":1})");
  CHECK(checkpoint.data.dump() == R"({"images":2})");
  CHECK(checkpoint.learning_rate == 0.1 * 0.1);

  Training second(2);
  second.step();
  TrainingState state = second.state();
  state.epoch = {.sums = at::zeros({2}, at::kDouble)};
  restore(checkpoint, state);
  CHECK(state.epoch.number == 4);
  CHECK(state.epoch.step == 7);
  CHECK(state.epoch.batch_size == 12);
  CHECK(state.epoch.seconds == 0.1);
  CHECK(state.epoch.sums.equal(first.state().epoch.sums));
  CHECK(same_weights(*first.network, *second.network));
  CHECK(second.schedule.stage() == first.schedule.stage());
  CHECK(learning_rate(*second.optimizer) == learning_rate(*first.optimizer));

  // The momentum shows in the next step.
  first.step();
  second.step();
  CHECK(same_weights(*first.network, *second.network));
}

TEST_CASE("a checkpoint before the first step restores as well") {
  Training first(1);
  const Checkpoint checkpoint = take_checkpoint(first.state(), {}, {});
  Training second(2);
  TrainingState state = second.state();
  restore(checkpoint, state);
  first.step();
  second.step();
  CHECK(same_weights(*first.network, *second.network));
}

TEST_CASE("a checkpoint keeps the layout of the weights") {
  Training first(1);
  for (at::Tensor& parameter : first.network->parameters())
    if (parameter.dim() == 4)
      parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
  const Checkpoint checkpoint = take_checkpoint(first.state(), {}, {});
  Training second(2);
  TrainingState state = second.state();
  restore(checkpoint, state);
  CHECK(same_weights(*first.network, *second.network));
}

TEST_CASE("a file that is damaged, truncated or something else is no checkpoint") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "last.ckpt";
  Training training(1);
  write_checkpoint(file, take_checkpoint(training.state(), {}, {}));
  const std::string whole = read_file(file);
  const std::string damaged = file.string() + " is truncated or damaged: its checksum does not fit";
  const std::string foreign = file.string() + " is not a checkpoint of this program's format";
  const auto error_with = [&](const std::string& bytes) {
    folder.write("last.ckpt", bytes);
    return error_of([&] { (void)read_checkpoint(file); });
  };

  CHECK(error_with(whole).empty());
  for (const std::size_t position :
       {whole.find('\n') - 1, whole.find('\n') + 10, whole.size() / 2, whole.size() - 1}) {
    CAPTURE(position);
    std::string bytes = whole;
    bytes[position] = static_cast<char>(bytes[position] ^ 1);
    CHECK(error_with(bytes) == damaged);
  }
  CHECK(error_with(whole.substr(0, whole.size() - 1)) == damaged);
  CHECK(error_with(whole + "x") == damaged);
  CHECK(error_with(whole.substr(0, 20)) == foreign);
  CHECK(error_with("") == foreign);
  CHECK(error_with("epoch,stage\n1,1\n") == foreign);
}
