#include "imagenet/image_work.hpp"

#include "image_files.hpp"
#include "on_ranks.hpp"
#include "temporary_folder.hpp"
#include "trainer/network.hpp"
#include "trainer/platform.hpp"
#include "trainer/process_group.hpp"
#include "trainer/random_bits.hpp"

#include <cmath>
#include <memory>
#include <numeric>
#include <vector>

#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/sgd.h>

using imagenet::ImageWork;
using trainer::Epoch;

namespace {

constexpr std::int64_t classes = 3;

/// A convolution, perhaps a batch norm, and a linear layer.
class SmallNetwork final : public trainer::Network {
 public:
  explicit SmallNetwork(bool normalised)
      : convolution_(register_module(
            "conv", torch::nn::Conv2d(torch::nn::Conv2dOptions(3, 4, 3).stride(2)))),
        linear_(register_module("fc", torch::nn::Linear(4, classes))) {
    if (normalised) normalisation_ = register_module("bn", torch::nn::BatchNorm2d(4));
  }

  at::Tensor forward(at::Tensor images) override {
    at::Tensor x = convolution_->forward(images);
    if (normalisation_) x = normalisation_->forward(x);
    return linear_->forward(x.relu().mean({2, 3}));
  }

 private:
  torch::nn::Conv2d convolution_;
  torch::nn::BatchNorm2d normalisation_{nullptr};
  torch::nn::Linear linear_;
};

/// Images of noise, so many of each class for training and four for validation.
void write_images(const TemporaryFolder& folder, int images) {
  trainer::RandomBits random(7);
  for (int label = 0; label < classes; ++label)
    for (const auto& [set, count] : {std::pair{"train", images}, std::pair{"val", 4}})
      for (int i = 0; i < count; ++i) {
        trainer::Image image = {.width = 40, .height = 36, .pixels = {}};
        for (int byte = 0; byte < 3 * 40 * 36; ++byte)
          image.pixels.push_back(static_cast<std::uint8_t>(random.below(100 + 70 * label)));
        folder.write(
            std::string(set) + "/class" + std::to_string(label) + "/" + std::to_string(i) + ".png",
            encode_png(image));
      }
}

std::vector<std::int64_t> all(std::int64_t count) {
  std::vector<std::int64_t> indices(static_cast<std::size_t>(count));
  std::iota(indices.begin(), indices.end(), 0);
  return indices;
}

/// What training leaves on a rank.
struct Trained {
  std::vector<at::Tensor> parameters;
  std::vector<trainer::EpochResult> results;
};

struct Setting {
  bool normalised = false;
  std::int64_t batch_size = 6;
  std::int64_t workers = 1;
};

/// Trains for two epochs as a rank of a group.
Trained train_as(const std::shared_ptr<trainer::ProcessGroup>& group, const TemporaryFolder& folder,
                 const Setting& setting) {
  const trainer::ImageFolders folders = trainer::index_image_folders(folder.path(), "");
  const auto network = std::make_shared<SmallNetwork>(setting.normalised);
  {
    const at::NoGradGuard no_gradients;
    for (at::Tensor& parameter : network->parameters())
      parameter.copy_(at::linspace(-0.5, 0.5, parameter.numel()).reshape(parameter.sizes()));
  }
  const auto platform = trainer::platform_of(at::Device(at::kCPU));
  const auto optimizer =
      platform->sgd(network->parameters(), torch::optim::SGDOptions(0.1).momentum(0.9));
  ImageWork work(platform, network, *optimizer, folders,
                 {all(folders.train.size()), all(folders.validation.size())}, group,
                 {.image_size = 32, .workers = setting.workers, .seed = 5});
  Trained trained;
  for (std::int64_t number = 1; number <= 2; ++number) {
    Epoch epoch = work.begin(number, setting.batch_size);
    trained.results.push_back(work.run(epoch, [] { return true; }).value());
  }
  trained.parameters = network->parameters();
  return trained;
}

Trained train_alone(const TemporaryFolder& folder, const Setting& setting) {
  return train_as(trainer::ProcessGroup::join({}, c10::kCPU, long_enough), folder, setting);
}

std::vector<Trained> train_as_two(const TemporaryFolder& folder, const Setting& setting) {
  return on_ranks(2, [&](const std::shared_ptr<trainer::ProcessGroup>& group) {
    return train_as(group, folder, setting);
  });
}

double distance(const Trained& a, const Trained& b) {
  double greatest = 0.0;
  for (std::size_t i = 0; i < a.parameters.size(); ++i)
    greatest = std::max(greatest, (a.parameters[i] - b.parameters[i]).abs().max().item<double>());
  return greatest;
}

}  // namespace

TEST_CASE("two processes without batch norm train as one with the same whole batch") {
  const TemporaryFolder folder;
  write_images(folder, 9);  // 27 images: four steps of six, three left out
  const Trained one = train_alone(folder, {});
  const std::vector<Trained> two = train_as_two(folder, {});
  CHECK(distance(two[0], two[1]) == 0.0);
  CHECK(distance(one, two[0]) < 1e-6);
  for (std::size_t epoch = 0; epoch < 2; ++epoch) {
    CAPTURE(epoch);
    const trainer::EpochResult& alone = one.results[epoch];
    for (const Trained& rank : two) {
      const trainer::EpochResult& result = rank.results[epoch];
      CHECK(result.train.loss == two[0].results[epoch].train.loss);
      CHECK(std::abs(result.train.loss - alone.train.loss) < 1e-5);
      CHECK(std::abs(result.test.loss - alone.test.loss) < 1e-5);
      CHECK(result.test.accuracy == alone.test.accuracy);
      CHECK(result.more == std::vector<double>{alone.more[0], alone.more[1], 24.0, 0.0});
    }
  }
}

TEST_CASE("batch norm uses each process's own part, and evaluation the first one's statistics") {
  const TemporaryFolder folder;
  write_images(folder, 8);
  const std::vector<Trained> two = train_as_two(folder, {.normalised = true});
  CHECK(distance(two[0], two[1]) == 0.0);
  CHECK(two[0].results[1].test.loss == two[1].results[1].test.loss);
  CHECK(distance(train_alone(folder, {.normalised = true}), two[0]) > 1e-4);
}

TEST_CASE("the number of threads that decode makes no difference") {
  const TemporaryFolder folder;
  write_images(folder, 8);
  const Trained one = train_alone(folder, {.workers = 1});
  const Trained three = train_alone(folder, {.workers = 3});
  CHECK(distance(one, three) == 0.0);
  CHECK(one.results[1].train.loss == three.results[1].train.loss);
}

TEST_CASE("with few classes all right answers are among the first five") {
  const TemporaryFolder folder;
  write_images(folder, 4);
  const Trained trained = train_alone(folder, {});
  CHECK(trained.results[0].more[0] == 1.0);
  CHECK(trained.results[0].more[1] == 1.0);
  CHECK(trained.results[0].train.accuracy < 1.0);
}
