#include "imagenet/image_work.hpp"

#include "distributed/process_group.hpp"
#include "engine/platform.hpp"
#include "imagenet/stop_vote.hpp"
#include "model/network.hpp"
#include "needs.hpp"
#include "noise_images.hpp"
#include "on_ranks.hpp"
#include "run/checkpoint.hpp"
#include "run/schedule.hpp"
#include "temporary_folder.hpp"

#include <cmath>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>
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

/// A convolution, an optional batch norm, and a linear layer, in double precision so that the order
/// of a sum hardly matters.
class SmallNetwork final : public trainer::Network {
 public:
  explicit SmallNetwork(bool normalised)
      : convolution_(register_module(
            "conv", torch::nn::Conv2d(torch::nn::Conv2dOptions(3, 4, 3).stride(2)))),
        linear_(register_module("fc", torch::nn::Linear(4, classes))) {
    if (normalised) normalisation_ = register_module("bn", torch::nn::BatchNorm2d(4));
    to(at::kDouble);
  }

  at::Tensor forward(at::Tensor images) override {
    at::Tensor x = convolution_->forward(images.to(at::kDouble));
    if (normalisation_) x = normalisation_->forward(x);
    return linear_->forward(x.relu().mean({2, 3}));
  }

 private:
  torch::nn::Conv2d convolution_;
  torch::nn::BatchNorm2d normalisation_{nullptr};
  torch::nn::Linear linear_;
};

/// Images of noise, this many per class for training and four for validation.
void write_images(const TemporaryFolder& folder, int images) {
  write_noise_images(folder, images, 4);
}

std::vector<std::int64_t> all(std::int64_t count) {
  std::vector<std::int64_t> indices(static_cast<std::size_t>(count));
  std::iota(indices.begin(), indices.end(), 0);
  return indices;
}

struct Setting {
  bool normalised = false;
  std::int64_t batch_size = 6;
  std::int64_t workers = 1;
  std::int64_t cut_after =
      0;  ///< steps of the second epoch before it is resumed in a new process; 0: not resumed
  bool evaluates_training = false;
};

/// A network and everything that trains it, as one rank of a group.
struct ImageTraining {
  ImageTraining(const std::shared_ptr<trainer::ProcessGroup>& group,
                const trainer::ImageFolders& folders, const Setting& setting)
      : network(std::make_shared<SmallNetwork>(setting.normalised)),
        platform(trainer::platform_of(at::Device(at::kCPU))),
        optimizer(
            platform->sgd(network->parameters(), torch::optim::SGDOptions(0.1).momentum(0.9))),
        work(platform, network, *optimizer, folders,
             {all(folders.train.size()), all(folders.validation.size())}, group,
             {.image_size = 32,
              .workers = setting.workers,
              .seed = 5,
              .evaluates_training = setting.evaluates_training}) {
    const at::NoGradGuard no_gradients;
    for (at::Tensor& parameter : network->parameters())
      parameter.copy_(at::linspace(-0.5, 0.5, parameter.numel()).reshape(parameter.sizes()));
  }

  trainer::TrainingState state(Epoch epoch) {
    return {*network, *optimizer, schedule, std::move(epoch)};
  }

  std::shared_ptr<SmallNetwork> network;
  std::shared_ptr<const trainer::Platform> platform;
  std::unique_ptr<torch::optim::SGD> optimizer;
  trainer::Schedule schedule = trainer::Schedule("never");
  ImageWork work;
};

/// The results of a training on a rank.
struct Trained {
  std::vector<at::Tensor> parameters;
  std::vector<at::Tensor> buffers;
  std::vector<trainer::EpochResult> results;
};

/// Trains for two epochs.
Trained train_as(const std::shared_ptr<trainer::ProcessGroup>& group, const TemporaryFolder& folder,
                 const Setting& setting) {
  const trainer::ImageFolders folders = trainer::index_image_folders(folder.path(), "");
  auto training = std::make_unique<ImageTraining>(group, folders, setting);
  Trained trained;
  for (std::int64_t number = 1; number <= 2; ++number) {
    Epoch epoch = training->work.begin(number, setting.batch_size);
    std::optional<trainer::EpochResult> result =
        training->work.run(epoch, [&] { return number == 1 || epoch.step != setting.cut_after; });
    if (!result) {
      trainer::TrainingState cut = training->state(epoch);
      cut.epoch.sums = training->work.sums(epoch);
      const trainer::Checkpoint checkpoint = trainer::take_checkpoint(cut, {}, {});
      training = std::make_unique<ImageTraining>(group, folders, setting);
      trainer::TrainingState rest = training->state(training->work.begin(1, 1));
      trainer::restore(checkpoint, rest);
      if (!group->is_first()) rest.epoch.sums.zero_();
      result = training->work.run(rest.epoch, [] { return true; });
    }
    trained.results.push_back(result.value());
  }
  trained.parameters = training->network->parameters();
  trained.buffers = training->network->buffers();
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

/// Checks that the results agree except for the rounding of sums.
void check_same(const Trained& a, const Trained& b) {
  REQUIRE(a.results.size() == b.results.size());
  for (std::size_t i = 0; i < a.results.size(); ++i) {
    CHECK(std::abs(a.results[i].train.loss - b.results[i].train.loss) < 1e-12);
    CHECK(a.results[i].train.accuracy == b.results[i].train.accuracy);
    CHECK(std::abs(a.results[i].test.loss - b.results[i].test.loss) < 1e-12);
    CHECK(a.results[i].more == b.results[i].more);
  }
}

double distance(const Trained& a, const Trained& b) {
  double greatest = 0.0;
  for (std::size_t i = 0; i < a.parameters.size(); ++i)
    greatest = std::max(greatest, (a.parameters[i] - b.parameters[i]).abs().max().item<double>());
  return greatest;
}

}  // namespace

TEST_CASE("two processes without batch norm train like one with the same whole batch" *
          needs_gloo()) {
  const TemporaryFolder folder;
  write_images(folder, 9);  // 27 images: four steps of six, three left out
  const Trained one = train_alone(folder, {});
  const std::vector<Trained> two = train_as_two(folder, {});
  CHECK(distance(two[0], two[1]) == 0.0);
  CHECK(distance(one, two[0]) < 1e-12);
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

TEST_CASE(
    "batch norm uses each process's own part, and evaluation uses the first one's statistics" *
    needs_gloo()) {
  const TemporaryFolder folder;
  write_images(folder, 8);
  const std::vector<Trained> two = train_as_two(folder, {.normalised = true});
  CHECK(distance(two[0], two[1]) == 0.0);
  REQUIRE(two[0].buffers.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(two[0].buffers[i].equal(two[1].buffers[i]));
  CHECK(distance(train_alone(folder, {.normalised = true}), two[0]) > 1e-4);
}

TEST_CASE("an epoch interrupted after any step is resumed as if it had not been" * needs_gloo()) {
  const TemporaryFolder folder;
  write_images(folder, 8);  // four steps of six images
  for (const bool normalised : {false, true}) {
    const Trained whole = train_alone(folder, {.normalised = normalised});
    const std::vector<Trained> whole_two = train_as_two(folder, {.normalised = normalised});
    for (std::int64_t step = 1; step <= 4; ++step) {
      CAPTURE(step);
      const Setting setting = {.normalised = normalised, .cut_after = step};
      const Trained cut = train_alone(folder, setting);
      CHECK(distance(cut, whole) == 0.0);
      check_same(cut, whole);
      const std::vector<Trained> cut_two = train_as_two(folder, setting);
      CHECK(distance(cut_two[0], whole_two[0]) == 0.0);
      check_same(cut_two[0], whole_two[0]);
      check_same(cut_two[1], whole_two[0]);
    }
  }
}

TEST_CASE(
    "an evaluated training loss is that of the validation images if they are the same images, in "
    "one process and in two" *
    needs_gloo()) {
  const TemporaryFolder folder;
  write_images(folder, 9);  // 27 images, of which training leaves out three
  std::filesystem::remove_all(folder.path() / "val");
  std::filesystem::copy(folder.path() / "train", folder.path() / "val",
                        std::filesystem::copy_options::recursive);
  const auto check_equal = [](const Trained& trained) {
    for (const trainer::EpochResult& result : trained.results) {
      CHECK(result.train.loss == result.test.loss);
      CHECK(result.train.accuracy == result.test.accuracy);
      CHECK(result.more == std::vector<double>{1.0, 1.0, 24.0, 0.0});
    }
  };
  for (const std::int64_t cut_after : {0, 4}) {
    CAPTURE(cut_after);
    const Setting setting = {
        .normalised = true, .cut_after = cut_after, .evaluates_training = true};
    check_equal(train_alone(folder, setting));
    for (const Trained& rank : train_as_two(folder, setting)) check_equal(rank);
  }
  CHECK(train_alone(folder, {}).results[0].train.loss !=
        train_alone(folder, {}).results[0].test.loss);
}

TEST_CASE("a file that is not an image is counted in each epoch, in one process and in two" *
          needs_gloo()) {
  const TemporaryFolder folder;
  write_images(folder, 335);  // one in 1,000 of 1,005 and of 12 is allowed
  folder.write("train/class1/17.png", "no image");
  const Setting setting = {.batch_size = 1005};
  const Trained alone = train_alone(folder, setting);
  for (const trainer::EpochResult& result : alone.results) {
    CHECK(result.more[2] == 1004.0);
    CHECK(result.more[3] == 1.0);
  }
  const Setting even = {.batch_size = 1004};
  CHECK(train_as_two(folder, even)[1].results[0].more[3] <= 1.0);

  folder.write("train/class2/40.png", "no image either");
  const std::string error = error_of([&] { (void)train_alone(folder, setting); });
  CHECK(error.starts_with("2 of 1005 images cannot be decoded, expected at most one in 1,000; "));
  for (const char* const name : {"train/class1/17.png", "train/class2/40.png"})
    CHECK(error.find((folder.path() / name).string() + ": neither a JPEG nor a PNG image") !=
          error.npos);
}

TEST_CASE("processes vote on stopping after the same steps, on GPUs only after every tenth" *
          needs_gloo()) {
  // The steps of 25 after which a rank stops, if rank 1 wants to from the third one on.
  const auto stops = [](c10::Device device) {
    return on_ranks(2, [device](const std::shared_ptr<trainer::ProcessGroup>& group) {
      const imagenet::StopVote vote(group, device);
      std::vector<std::int64_t> steps;
      for (std::int64_t step = 1; step <= 25; ++step)
        if (vote.after(step, 25, group->rank() == 1 && step >= 3)) steps.push_back(step);
      return steps;
    });
  };
  for (const std::vector<std::int64_t>& rank : stops(c10::kCUDA))
    CHECK(rank == std::vector<std::int64_t>{10, 20, 25});
  for (const std::vector<std::int64_t>& rank : stops(c10::kCPU)) {
    CHECK(rank.size() == 23);
    CHECK(rank.front() == 3);
  }
  const imagenet::StopVote alone(trainer::ProcessGroup::join({}, c10::kCPU, long_enough),
                                 c10::kCUDA);
  CHECK(alone.after(3, 25, true));
}

TEST_CASE("a dry run leaves no trace") {
  const TemporaryFolder folder;
  write_images(folder, 4);
  const trainer::ImageFolders folders = trainer::index_image_folders(folder.path(), "");
  ImageTraining training(trainer::ProcessGroup::join({}, c10::kCPU, long_enough), folders,
                         {.normalised = true});
  std::vector<at::Tensor> before;
  for (const at::Tensor& buffer : training.network->buffers()) before.push_back(buffer.clone());
  training.work.try_step(6);
  for (std::size_t i = 0; i < before.size(); ++i)
    CHECK(training.network->buffers()[i].equal(before[i]));
  for (const at::Tensor& parameter : training.network->parameters())
    CHECK(!parameter.grad().defined());
}

TEST_CASE("the number of decoding threads makes no difference") {
  const TemporaryFolder folder;
  write_images(folder, 8);
  const Trained one = train_alone(folder, {.workers = 1});
  const Trained three = train_alone(folder, {.workers = 3});
  CHECK(distance(one, three) == 0.0);
  check_same(one, three);
}

TEST_CASE("with few classes, the label is always among the first five") {
  const TemporaryFolder folder;
  write_images(folder, 4);
  const Trained trained = train_alone(folder, {});
  CHECK(trained.results[0].more[0] == 1.0);
  CHECK(trained.results[0].more[1] == 1.0);
  CHECK(trained.results[0].train.accuracy < 1.0);
}
