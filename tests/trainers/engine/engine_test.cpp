#include "engine/engine.hpp"

#include "always.hpp"
#include "data/patterns.hpp"
#include "engine/platform.hpp"
#include "model/network.hpp"
#include "model/wide_resnet.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <set>
#include <vector>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <torch/optim/sgd.h>

using namespace trainer;

namespace {

/// Different images of classes 0, 1, 2, 0, 1, …
ImageSet images(std::int64_t count, std::int64_t side = 8) {
  const at::Tensor bytes = at::arange(count * 3 * side * side).remainder(251).to(at::kByte);
  return {bytes.reshape({count, 3, side, side}), at::arange(count).remainder(3)};
}

Dataset data(std::int64_t train, std::int64_t test) {
  return {images(train), images(test), {"a", "b", "c"}};
}

/// Records the images it sees, and returns constant logits.
class Spy final : public Network {
 public:
  Spy() { logits_ = register_parameter("logits", at::zeros({3})); }

  at::Tensor forward(at::Tensor batch) override {
    std::vector<float> batch_seen;
    for (const at::Tensor& image : batch.contiguous().unbind())
      batch_seen.push_back(image.flatten()[0].item<float>());
    (is_training() ? trained : tested).push_back(batch_seen);
    return logits_.expand({batch.size(0), 3});
  }

  std::vector<std::vector<float>> trained;
  std::vector<std::vector<float>> tested;

 private:
  at::Tensor logits_;
};

std::shared_ptr<const Platform> cpu() { return platform_of(at::kCPU); }

struct SpiedEngine {
  explicit SpiedEngine(Dataset set, std::int64_t batch, EngineOptions options = {},
                       double rate = 1e-9)
      : batch_size(batch),
        optimizer(spy->parameters(), torch::optim::SGDOptions(rate)),
        engine(cpu(), spy, optimizer, std::move(set), options) {}

  [[nodiscard]] Epoch begin(std::int64_t number) const { return engine.begin(number, batch_size); }

  [[nodiscard]] std::optional<Score> evaluate(const Engine::GoOn& go_on) const {
    return engine.evaluate(engine.data().test, go_on);
  }

  std::int64_t batch_size;
  std::shared_ptr<Spy> spy = std::make_shared<Spy>();
  torch::optim::SGD optimizer;
  Engine engine;
};

std::vector<std::size_t> sizes_of(const std::vector<std::vector<float>>& batches) {
  std::vector<std::size_t> sizes;
  for (const auto& batch : batches) sizes.push_back(batch.size());
  return sizes;
}

std::multiset<float> flat(const std::vector<std::vector<float>>& batches) {
  std::multiset<float> all;
  for (const auto& batch : batches) all.insert(batch.begin(), batch.end());
  return all;
}

/// A WideResNet, trained with augmentation.
struct RealEngine {
  RealEngine() {
    at::manual_seed(5);
    network = wide_resnet({.depth = 10, .widen = 1, .classes = 3});
    optimizer = std::make_unique<torch::optim::SGD>(network->parameters(),
                                                    torch::optim::SGDOptions(0.1).momentum(0.9));
    engine = std::make_unique<Engine>(cpu(), network, *optimizer, data(22, 5),
                                      EngineOptions{.augment = true, .seed = 3});
  }

  [[nodiscard]] Epoch begin(std::int64_t number) const { return engine->begin(number, batch_size); }

  [[nodiscard]] std::optional<Score> evaluate(const Engine::GoOn& go_on) const {
    return engine->evaluate(engine->data().test, go_on);
  }

  static constexpr std::int64_t batch_size = 7;

  std::shared_ptr<Network> network;
  std::unique_ptr<torch::optim::SGD> optimizer;
  std::unique_ptr<Engine> engine;
};

}  // namespace

TEST_CASE("an epoch shows every image once, with the rest in the last batch") {
  SpiedEngine spied(data(10, 4), 4);
  CHECK(spied.engine.steps(4) == 3);
  Epoch epoch = spied.begin(1);
  CHECK(spied.engine.train(epoch, always));
  CHECK(epoch.step == 3);
  const auto& batches = spied.spy->trained;
  REQUIRE(batches.size() == 3);
  CHECK(batches[0].size() == 4);
  CHECK(batches[2].size() == 2);
  const std::multiset<float> seen = flat(batches);
  CHECK(seen.size() == 10);
  CHECK(std::set<float>(seen.begin(), seen.end()).size() == 10);
}

TEST_CASE("the order depends on the seed and the epoch") {
  const auto order = [](std::uint64_t seed, std::int64_t number) {
    SpiedEngine spied(data(30, 1), 29, {.seed = seed});
    Epoch epoch = spied.begin(number);
    spied.engine.train(epoch, always);
    return spied.spy->trained.at(0);
  };
  CHECK(order(1, 1) == order(1, 1));
  CHECK(order(1, 1) != order(1, 2));
  CHECK(order(1, 1) != order(2, 1));
}

TEST_CASE("a network that knows nothing has a loss of log 3, and is right one time in three") {
  SpiedEngine spied(data(9, 6), 4);
  Epoch epoch = spied.begin(1);
  spied.engine.train(epoch, always);
  const Score train = spied.engine.score(epoch);
  CHECK(std::abs(train.loss - std::log(3.0)) < 1e-6);
  const std::optional<Score> test = spied.evaluate(always);
  REQUIRE(test.has_value());
  CHECK(std::abs(test->loss - std::log(3.0)) < 1e-6);
  CHECK(std::abs(test->accuracy - 1.0 / 3.0) < 1e-15);
}

TEST_CASE("a score gives every image the same weight, even if batches differ in size") {
  // With constant logits, the mean over the images is known for any batches.
  SpiedEngine spied(data(5, 7), 4);
  spied.spy->parameters().front().data().copy_(at::tensor({2.0F, 0.0F, 0.0F}));
  const double normaliser = std::log(std::exp(2.0) + 2.0);
  Epoch epoch = spied.begin(1);
  spied.engine.train(epoch, always);
  const Score train = spied.engine.score(epoch);  // classes 0 1 2 0 1
  CHECK(std::abs(train.loss - (2 * (normaliser - 2.0) + 3 * normaliser) / 5) < 1e-6);
  CHECK(train.accuracy == 0.4);
  const Score test = spied.evaluate(always).value();  // classes 0 1 2 0 1 2 0
  CHECK(std::abs(test.loss - (3 * (normaliser - 2.0) + 4 * normaliser) / 7) < 1e-6);
  CHECK(test.accuracy == 3.0 / 7.0);
}

TEST_CASE("a step follows the gradient of the batch's mean loss") {
  SpiedEngine spied({images(3), images(3), {"a", "b", "c"}}, 3, {}, 1.0);
  spied.spy->parameters().front().data().copy_(at::tensor({std::log(2.0F), 0.0F, 0.0F}));
  Epoch epoch = spied.begin(1);
  spied.engine.train(epoch, always);
  // The softmax is 1/2, 1/4, 1/4, and each class has a third of the images.
  const at::Tensor expected = at::tensor({std::log(2.0) - 0.5 + 1.0 / 3.0, 1.0 / 12, 1.0 / 12});
  const at::Tensor moved = spied.spy->parameters().front().detach().to(at::kDouble);
  CHECK((moved - expected.to(at::kDouble)).abs().max().item<double>() < 1e-6);
}

TEST_CASE("an evaluation does not change the network") {
  RealEngine real;
  Epoch epoch = real.begin(1);
  real.engine->train(epoch, always);
  std::vector<at::Tensor> before;
  for (const at::Tensor& buffer : real.network->buffers()) before.push_back(buffer.clone());
  const Score first = real.evaluate(always).value();
  const Score second = real.evaluate(always).value();
  CHECK(first.loss == second.loss);
  CHECK(first.accuracy == second.accuracy);
  const std::vector<at::Tensor> after = real.network->buffers();
  for (std::size_t i = 0; i < before.size(); ++i) CHECK(before[i].equal(after[i]));
}

TEST_CASE("an evaluation takes fewer images at once if they are larger") {
  const auto sizes = [](std::int64_t count, std::int64_t side) {
    SpiedEngine spied({images(1, side), images(count, side), {"a", "b", "c"}}, 1);
    CHECK(spied.evaluate(always).has_value());
    return sizes_of(spied.spy->tested);
  };
  CHECK(sizes(251, 8) == std::vector<std::size_t>{250, 1});
  CHECK(sizes(251, 32) == std::vector<std::size_t>{250, 1});
  CHECK(sizes(63, 64) == std::vector<std::size_t>{62, 1});
  CHECK(sizes(2, 1024) == std::vector<std::size_t>{1, 1});
}

TEST_CASE("batch-norm statistics are renewed in mixed batches of one size, and not in small ones") {
  const auto batches = [](const ImageSet& set) {
    SpiedEngine spied({set, images(1), {"a", "b", "c"}}, 1, {.seed = 4});
    CHECK(spied.engine.renew_statistics(always));
    return spied.spy->trained;
  };
  CHECK(sizes_of(batches(images(251))) == std::vector<std::size_t>{126, 125});
  CHECK(sizes_of(batches(images(70, 128))) == std::vector<std::size_t>{35, 35});
  CHECK(batches(images(30)) == batches(images(30)));
  CHECK(flat(batches(images(30))).size() == 30);
}

TEST_CASE("an interrupted evaluation has no score") {
  RealEngine real;
  CHECK(!real.evaluate([] { return false; }).has_value());
}

TEST_CASE("an epoch that is interrupted at any step and resumed is the same bit for bit") {
  RealEngine whole;
  Epoch expected = whole.begin(2);
  CHECK(whole.engine->train(expected, always));
  for (std::int64_t at = 1; at <= whole.engine->steps(7); ++at) {
    CAPTURE(at);
    RealEngine real;
    Epoch epoch = real.begin(2);
    const bool ended = real.engine->train(epoch, [&] { return epoch.step < at; });
    CHECK(ended == (at == whole.engine->steps(7)));
    CHECK(epoch.step == at);
    CHECK(real.engine->train(epoch, always));
    CHECK(epoch.sums.equal(expected.sums));
    const auto weights = real.network->parameters();
    for (std::size_t i = 0; i < weights.size(); ++i)
      CHECK(weights[i].equal(whole.network->parameters()[i]));
  }
}

TEST_CASE("after each step, the epoch is what a checkpoint must record") {
  RealEngine whole;
  Epoch epoch = whole.begin(1);
  std::vector<Epoch> recorded;
  CHECK(whole.engine->train(epoch, [&] {
    recorded.push_back(epoch);
    recorded.back().sums = epoch.sums.clone();
    return true;
  }));
  const std::int64_t steps = whole.engine->steps(RealEngine::batch_size);
  REQUIRE(std::ssize(recorded) == steps);
  CHECK(recorded.back().sums.equal(epoch.sums));
  double seconds = 0.0;
  for (std::int64_t step = 1; step <= steps; ++step) {
    CAPTURE(step);
    const Epoch& then = recorded[static_cast<std::size_t>(step - 1)];
    RealEngine real;
    Epoch cut = real.begin(1);
    (void)real.engine->train(cut, [&] { return cut.step < step; });
    CHECK(then.step == step);
    CHECK(then.sums.equal(cut.sums));
    CHECK(then.seconds > seconds);
    seconds = then.seconds;
  }

  // The sums of an epoch that is over stay as they are.
  const at::Tensor first = epoch.sums.clone();
  Epoch second = whole.begin(2);
  CHECK(whole.engine->train(second, always));
  CHECK(epoch.sums.equal(first));
}

TEST_CASE("augmentation differs between epochs and is off by default") {
  const auto first_pixels = [](bool augment, std::int64_t number) {
    SpiedEngine spied(data(30, 1), 29, {.augment = augment});
    Epoch epoch = spied.begin(number);
    spied.engine.train(epoch, always);
    return flat(spied.spy->trained);
  };
  CHECK(first_pixels(false, 1) == first_pixels(false, 2));
  CHECK(first_pixels(true, 1) != first_pixels(false, 1));
  CHECK(first_pixels(true, 1) != first_pixels(true, 2));
  CHECK(first_pixels(true, 1) == first_pixels(true, 1));
}

TEST_CASE("a last batch of one image can be trained on") {
  at::manual_seed(5);
  const auto network = wide_resnet({.depth = 10, .widen = 1, .classes = 3});
  torch::optim::SGD optimizer(network->parameters(), torch::optim::SGDOptions(0.1));
  Engine engine(cpu(), network, optimizer, data(5, 1), {});
  Epoch epoch = engine.begin(1, 4);
  CHECK(engine.train(epoch, always));
  CHECK(std::isfinite(engine.score(epoch).loss));
}

TEST_CASE("a batch is never larger than the data set") {
  SpiedEngine spied(data(10, 1), 64);
  CHECK(spied.begin(1).batch_size == 10);
  Epoch epoch = spied.begin(1);
  CHECK(spied.engine.train(epoch, always));
  CHECK(epoch.step == 1);
}

TEST_CASE("the next epoch may have another batch size") {
  SpiedEngine spied(data(12, 1), 3);
  Epoch first = spied.begin(1);
  spied.engine.train(first, always);
  Epoch second = spied.engine.begin(2, 6);
  CHECK(spied.engine.train(second, always));
  CHECK(second.step == 2);
  CHECK(sizes_of(spied.spy->trained) == std::vector<std::size_t>{3, 3, 3, 3, 6, 6});
}

namespace {

/// The network after an epoch on generated images.
std::shared_ptr<Network> trained(std::uint64_t order_seed, std::int64_t batch_size,
                                 std::int64_t chunk = 0) {
  at::manual_seed(5);
  const auto network = wide_resnet({.depth = 10, .widen = 1, .classes = 10});
  const auto optimizer =
      cpu()->sgd(network->parameters(), torch::optim::SGDOptions(0.1).momentum(0.9));
  Engine engine(cpu(), network, *optimizer, limited(make_patterns(1), {.train = 200}, 1),
                {.seed = order_seed, .chunk = chunk});
  Epoch epoch = engine.begin(1, batch_size);
  CHECK(engine.train(epoch, always));
  return network;
}

/// The largest difference between parameters, relative to the largest parameter.
double distance(const Network& a, const Network& b) {
  double most = 0.0, scale = 0.0;
  for (std::size_t i = 0; i < a.parameters().size(); ++i) {
    most = std::max(most, (a.parameters()[i] - b.parameters()[i]).abs().max().item<double>());
    scale = std::max(scale, a.parameters()[i].abs().max().item<double>());
  }
  return most / scale;
}

}  // namespace

TEST_CASE("with all images in one batch, order and seed make no difference") {
  CHECK(distance(*trained(1, 200), *trained(2, 200)) == 0.0);
  CHECK(distance(*trained(1, 100), *trained(2, 100)) > 1e-3);
}

TEST_CASE("chunks have the gradient of the batch's mean loss, but their own statistics") {
  // Without batch normalisation, a chunked step equals the step on the whole batch.
  const auto moved = [](std::int64_t chunk) {
    SpiedEngine spied(data(10, 1), 10, {.chunk = chunk}, 1.0);
    Epoch epoch = spied.begin(1);
    spied.engine.train(epoch, always);
    CHECK(spied.spy->trained.size() == (chunk == 0 ? 1 : 3));
    CHECK(std::abs(spied.engine.score(epoch).loss - std::log(3.0)) < 1e-6);
    return spied.spy->parameters().front().detach().clone();
  };
  CHECK((moved(0) - moved(4)).abs().max().item<double>() < 1e-6);

  // Images sorted by class are mixed, in the same way in every epoch.
  Dataset sorted = data(30, 1);
  sorted.train = sorted.train.select(sorted.train.labels.argsort());
  SpiedEngine spied(sorted, 30, {.seed = 4, .chunk = 10});
  for (const std::int64_t number : {1, 2}) {
    Epoch epoch = spied.begin(number);
    spied.engine.train(epoch, always);
  }
  const auto& chunks = spied.spy->trained;
  REQUIRE(chunks.size() == 6);
  for (std::size_t i = 0; i < 3; ++i) CHECK(chunks[i] == chunks[i + 3]);
  SpiedEngine whole(sorted, 30);
  Epoch epoch = whole.begin(1);
  whole.engine.train(epoch, always);
  const std::vector<float> first(whole.spy->trained[0].begin(), whole.spy->trained[0].begin() + 10);
  CHECK(std::multiset<float>(chunks[0].begin(), chunks[0].end()) !=
        std::multiset<float>(first.begin(), first.end()));

  // With batch normalisation, it is a different step.
  CHECK(distance(*trained(1, 200), *trained(1, 200, 50)) > 1e-3);
}
