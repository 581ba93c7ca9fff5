#include "transfer/finetune.hpp"

#include "always.hpp"
#include "engine/engine.hpp"
#include "engine/platform.hpp"
#include "model/network.hpp"
#include "run/schedule.hpp"
#include "temporary_folder.hpp"
#include "transfer/source.hpp"
#include "transfer_cells.hpp"
#include "transfer_sources.hpp"

#include <string>
#include <vector>

#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <torch/optim/sgd.h>

using namespace transfer;

namespace {

/// A recipe that takes a second.
FinetuneOptions short_recipe() {
  FinetuneOptions options;
  options.schedule = "step(4, stages=2)";
  options.batch_size = 16;
  return options;
}

/// A source with one stage.
struct Finetuned {
  TemporaryFolder folder;
  Source source = read_source({write_stage(folder, 1, 0.5)});

  [[nodiscard]] std::optional<CellOutcome> outcome(
      const trainer::Dataset& data, const FinetuneOptions& options, std::uint64_t seed = 0,
      const std::function<bool()>& go_on = always) const {
    return finetune(source, source.stages.at(0), data, options, at::kCPU, seed, go_on);
  }
};

double rate(const torch::optim::OptimizerParamGroup& group) { return group.options().get_lr(); }

}  // namespace

TEST_CASE("finetuning learns the target's classes") {
  const Finetuned finetuned;
  const trainer::Dataset data = two_kinds(64, 32, 8);
  const CellOutcome outcome = finetuned.outcome(data, short_recipe()).value();
  CHECK(outcome.accuracy() == 1.0);
  CHECK(outcome.train_accuracy == 1.0);
  CHECK(outcome.epochs == 8);
  CHECK(outcome.seconds > 0.0);
}

TEST_CASE("the last layer has its multiple of the learning rate, also after a decay") {
  FinetuneOptions options;
  options.learning_rate = 0.02;
  options.head_factor = 10;
  options.momentum = 0.8;
  options.weight_decay = 0.003;
  const auto network = small_network(1);
  const auto groups = parameter_groups(*network, options);
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].params().size() + groups[1].params().size() == network->parameters().size());
  REQUIRE(groups[1].params().size() == 2);
  CHECK(groups[1].params()[0].is_same(network->named_parameters()["fc.weight"]));
  CHECK(groups[1].params()[1].is_same(network->named_parameters()["fc.bias"]));

  const auto sgd = trainer::platform_of(at::kCPU)->sgd(groups, torch::optim::SGDOptions(1.0));
  REQUIRE(sgd->param_groups().size() == 2);
  for (const auto& group : sgd->param_groups()) {
    const auto& own = static_cast<const torch::optim::SGDOptions&>(group.options());
    CHECK(own.momentum() == 0.8);
    CHECK(own.weight_decay() == 0.003);
  }
  CHECK(rate(sgd->param_groups()[0]) == 0.02);
  CHECK(rate(sgd->param_groups()[1]) == 0.2);
  CHECK(trainer::learning_rate(*sgd) == 0.02);
  trainer::Schedule schedule("step(1, factor=0.5)");
  std::int64_t batch_size = 4;
  CHECK(schedule.step({*sgd, batch_size}, 1.0) == autodecay::Decision::decay);
  CHECK(rate(sgd->param_groups()[0]) == 0.01);
  CHECK(rate(sgd->param_groups()[1]) == 0.1);
}

TEST_CASE("a step of SGD uses each group's own rate") {
  const auto parameter = [] { return at::ones({2}).requires_grad_(); };
  const at::Tensor slow = parameter(), fast = parameter();
  std::vector<torch::optim::OptimizerParamGroup> groups = {
      {{slow}}, {{fast}, std::make_unique<torch::optim::SGDOptions>(0.5)}};
  const auto platform = trainer::platform_of(at::kCPU);
  const auto sgd = platform->sgd(groups, torch::optim::SGDOptions(0.25));
  platform->update_rates(*sgd);
  for (const at::Tensor& one : {slow, fast}) one.mutable_grad() = at::ones({2});
  sgd->step();
  CHECK(slow.equal(at::full({2}, 0.75)));
  CHECK(fast.equal(at::full({2}, 0.5)));
}

TEST_CASE("the seed determines the result") {
  const Finetuned finetuned;
  FinetuneOptions options = short_recipe();
  options.epochs = 2;
  options.learning_rate = 1e-3;
  const trainer::Dataset data = two_kinds(40, 40, 8);
  const auto outcome = [&](std::uint64_t seed) {
    const CellOutcome result = finetuned.outcome(data, options, seed).value();
    return std::pair(result.train_accuracy, result.accuracy());
  };
  CHECK(outcome(1) == outcome(1));
  CHECK(outcome(1) != outcome(2));
}

TEST_CASE("images are normalised like the source's, not by their own statistics") {
  const trainer::Dataset data = two_kinds(8, 4, 8);
  const auto network = small_network(1);
  torch::optim::SGD sgd(network->parameters(), torch::optim::SGDOptions(0.1));
  const trainer::ChannelStatistics statistics = {at::full({1, 3, 1, 1}, 30.0),
                                                 at::full({1, 3, 1, 1}, 40.0)};
  const auto platform = trainer::platform_of(at::kCPU);
  const trainer::Engine given(platform, network, sgd, data, {.statistics = statistics});
  const trainer::Engine own(platform, network, sgd, data, {});
  network->eval();
  const at::Tensor expected = network->forward(
      trainer::normalise(data.test.images, statistics).contiguous(platform->layout()));
  CHECK(given.logits(data.test.images).equal(expected));
  CHECK(!own.logits(data.test.images).equal(expected));

  // This also affects a finetuning: the network has only seen images with the other normalisation.
  Finetuned finetuned;
  FinetuneOptions options = short_recipe();
  options.epochs = 1;
  options.learning_rate = 1e-3;
  const CellOutcome plain = finetuned.outcome(data, options).value();
  finetuned.source.statistics->mean.add_(1000);
  CHECK(finetuned.outcome(data, options)->train_accuracy != plain.train_accuracy);
}

TEST_CASE("training ends when the schedule stops or the epochs are used up") {
  const Finetuned finetuned;
  const trainer::Dataset data = two_kinds(8, 4, 8);
  FinetuneOptions options = short_recipe();
  options.epochs = 5;
  CHECK(finetuned.outcome(data, options)->epochs == 5);
  options.schedule = "step(1, stages=2)";
  CHECK(finetuned.outcome(data, options)->epochs == 2);
}

TEST_CASE("no batch has a single image if the network reduces it to one pixel") {
  const Finetuned finetuned;
  FinetuneOptions options = short_recipe();
  options.epochs = 1;
  options.batch_size = 4;
  struct Expected {
    std::int64_t images;
    int steps;
  };
  for (const auto& [images, steps] : {Expected{3, 1}, {4, 1}, {5, 1}, {6, 2}, {9, 2}, {17, 4}}) {
    CAPTURE(images);
    int asked = 0;
    const auto count = [&] { return ++asked > 0; };
    CHECK(finetuned.outcome(two_kinds(images, 2, 4), options, 0, count).has_value());
    CHECK(asked == steps + 1);  // plus one batch of evaluation
  }
}

TEST_CASE("an interrupted finetuning has no result, whenever it is interrupted") {
  const Finetuned finetuned;
  FinetuneOptions options = short_recipe();
  options.epochs = 2;
  options.batch_size = 4;
  const trainer::Dataset data = two_kinds(8, 4, 8);
  for (int most = 0; most <= 5; ++most) {  // two steps per epoch, and a batch of evaluation
    CAPTURE(most);
    const bool ended =
        finetuned.outcome(data, options, 0, [&, asked = 0]() mutable { return ++asked <= most; })
            .has_value();
    CHECK(ended == (most == 5));
  }
}
