#include "transfer/source.hpp"

#include "model/network.hpp"
#include "model/network_shape.hpp"
#include "model/snapshot.hpp"
#include "model/wide_resnet.hpp"
#include "run/checkpoints.hpp"
#include "run/run_folder.hpp"
#include "run/training.hpp"
#include "support/files.hpp"
#include "support/text.hpp"
#include "temporary_folder.hpp"
#include "transfer_sources.hpp"

#include <string>

#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace transfer;

namespace {

using Json = nlohmann::ordered_json;

std::vector<float> numbers(const at::Tensor& tensor) {
  const at::Tensor flat = tensor.flatten().contiguous();
  return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

/// The error of reading stages 1 and 2 if the second is recorded like this.
std::string refusal(const Json& second) {
  const TemporaryFolder folder;
  write_stage(folder, 1, 0.5);
  write_stage(folder, 2, second);
  return error_of([&] { (void)read_source(snapshots_in(folder.path())); });
}

bool ends_with(const std::string& text, const std::string& end) { return text.ends_with(end); }

}  // namespace

TEST_CASE("a source has the stages of a run in order, with the metadata of its snapshots") {
  const TemporaryFolder folder;
  for (const std::int64_t stage : {2, 1, 3}) write_stage(folder, stage, 0.1 * double(stage));
  folder.write("stage-x.safetensors", "");
  folder.write("stage-4.txt", "");
  const Source source = read_source(snapshots_in(folder.path()));
  REQUIRE(source.stages.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto number = static_cast<std::int64_t>(i) + 1;
    CHECK(source.stages[i].number == number);
    CHECK(source.stages[i].accuracy == 0.1 * double(number));
    CHECK(source.stages[i].path ==
          folder.path() / ("stage-" + std::to_string(number) + ".safetensors"));
  }
  CHECK(source.architecture == "wide_resnet");
  CHECK(trainer::name_of(source.shape) == "wrn-10-1");
  CHECK(source.data == "/somewhere/letters");
  CHECK(source.name() == "letters");
  CHECK(source.image_size == 0);
  CHECK(source.classes == std::vector<std::string>{"a", "b", "c"});
  REQUIRE(source.statistics.has_value());
  CHECK(numbers(source.statistics->mean) == std::vector{100.0F, 110.0F, 120.0F});
  CHECK(numbers(source.statistics->deviation) == std::vector{50.0F, 60.0F, 70.0F});
}

TEST_CASE("the first stages of a run can be a source, others cannot") {
  const TemporaryFolder folder;
  const auto first = write_stage(folder, 1, 0.1);
  const auto later = write_stage(folder, 3, 0.3);
  CHECK(read_source({first}).stages.size() == 1);
  CHECK(
      ends_with(error_of([&] {
                  (void)read_source({first, later});
                }),
                "stage-3.safetensors: is of stage 3, expected stage 2: the stages of a run must be "
                "complete and in order"));
  CHECK(
      ends_with(error_of([&] { (void)read_source({later}); }),
                "stage-3.safetensors: is of stage 3, expected stage 1: the stages of a run must be "
                "complete and in order"));
}

TEST_CASE("a stage's network has its features and a last layer drawn from the seed") {
  const TemporaryFolder folder;
  const Source source = read_source({write_stage(folder, 1, 0.5)});
  const at::Tensor images =
      at::arange(2 * 3 * 8 * 8).remainder(7).to(at::kFloat).reshape({2, 3, 8, 8});
  const auto original = small_network(1);
  original->eval();
  const auto network = new_network(source, source.stages[0], 5, 9);
  network->eval();
  CHECK(network->features(images).equal(original->features(images)));
  CHECK(network->forward(images).size(1) == 5);

  const auto head = [&](std::uint64_t seed) {
    return new_network(source, source.stages[0], 3, seed)->named_parameters()["fc.weight"];
  };
  CHECK(head(9).equal(head(9)));
  CHECK(!head(9).equal(head(8)));
  CHECK(!head(9).equal(original->named_parameters()["fc.weight"]));
  CHECK(is_last_layer("fc.weight"));
  CHECK(!is_last_layer("blocks.0.bn1.weight"));
}

TEST_CASE("a network of imagenet sees images normalised like ImageNet's") {
  const TemporaryFolder folder;
  for (const std::string name : {"resnet18", "wrn-10-2"}) {
    CAPTURE(name);
    const auto network = trainer::new_network(trainer::shape_named(name, 2).value());
    const auto path = folder.path() / "network.safetensors";
    trainer::write_snapshot(path, trainer::state_dict(*network),
                            {{"architecture", name},
                             {"configuration", {{"data", "/photos"}, {"image-size", 48}}},
                             {"data", {{"classes", {"a", "b"}}}},
                             {"metrics", {{"stage", 1}, {"test_accuracy", 0.25}}}});
    const Source source = read_source({path});
    CHECK(trainer::name_of(source.shape) == name);
    CHECK(source.image_size == 48);
    const auto statistics = normalisation(source, at::zeros({1, 3, 4, 4}, at::kByte));
    CHECK(at::allclose(statistics.mean.flatten(), at::tensor({123.675F, 116.28F, 103.53F})));
    CHECK(at::allclose(statistics.deviation.flatten(), at::tensor({58.395F, 57.12F, 57.375F})));
    CHECK(new_network(source, source.stages[0], 3, 0)->forward(at::zeros({2, 3, 48, 48})).size(1) ==
          3);
  }
}

TEST_CASE("without the source's statistics, a target's own are used") {
  Json old = about_stage(1, 0.5);
  old["data"] = {{"classes", {"a", "b", "c"}}};
  const TemporaryFolder folder;
  write_stage(folder, 1, old);
  const Source source = read_source({folder.path() / "stage-1.safetensors"});
  CHECK(!source.statistics.has_value());
  const at::Tensor images = noise_of_two_kinds(4, 8, 3).images;
  CHECK(normalisation(source, images).mean.equal(trainer::channel_statistics(images).mean));

  // A run that a newer version has resumed records them from then on.
  write_stage(folder, 2, 0.6);
  const Source both = read_source(snapshots_in(folder.path()));
  REQUIRE(both.statistics.has_value());
  CHECK(numbers(both.statistics->mean)[0] == 100.0F);
}

TEST_CASE("a missing snapshot is named") {
  const TemporaryFolder folder;
  const auto refused = [&] { (void)snapshots_in(folder.path()); };
  CHECK(error_of(refused).starts_with((folder.path() / "stage-1.safetensors").string() +
                                      " is missing"));
  folder.write("stage-1.safetensors", "");
  folder.write("stage-3.safetensors", "");
  CHECK(error_of(refused).starts_with((folder.path() / "stage-2.safetensors").string() +
                                      " is missing"));
}

TEST_CASE("a snapshot that is damaged or of another format is named") {
  const TemporaryFolder folder;
  const auto path = write_stage(folder, 1, 0.5);
  const auto refused = [&] { return error_of([&] { (void)read_source({path}); }); };
  const std::string bytes = support::read_file(path);
  folder.write("stage-1.safetensors", std::string_view(bytes).substr(0, bytes.size() / 2));
  CHECK(refused().starts_with(path.string() + ": "));

  const auto recorded = [&](const Json& about) {
    write_stage(folder, 1, about);
    return refused();
  };
  Json about = about_stage(1, 0.5);
  about["metrics"].erase("test_accuracy");
  CHECK(recorded(about) ==
        path.string() +
            ": records no metrics.test_accuracy; expected a snapshot of imagenet "
            "or learning_stages");
  about = about_stage(1, 1.5);
  CHECK(ends_with(recorded(about), "records a test_accuracy of 1.5, expected 0 … 1"));
  about = about_stage(1, 0.5);
  for (const std::string name : {"perceptron", "resnet20", "resnet18x", "wrn-27-1"}) {
    CAPTURE(name);
    about["architecture"] = name;
    CHECK(ends_with(recorded(about), "is of the architecture '" + name +
                                         "', expected wide_resnet, " + trainer::network_names));
  }
  about["architecture"] = "resnet18";
  CHECK(ends_with(
      recorded(about),
      "records no configuration.image-size; expected a snapshot of imagenet or learning_stages"));
  about = about_stage(1, 0.5);
  about["data"]["classes"] = {"a", "b"};
  CHECK(recorded(about).starts_with(
      path.string() + ": has the tensor fc.weight of shape [3, 64], expected [2, 64]"));
  about = about_stage(1, 0.5);
  about["data"]["channel_mean"] = {1.0, 2.0};
  CHECK(ends_with(recorded(about), "records the statistics of 2 channels, expected 3"));
}

TEST_CASE("a snapshot that describes a larger network than it holds is refused immediately") {
  const TemporaryFolder folder;
  const auto refused = [&](const Json& about) {
    const auto path = write_stage(folder, 1, about);
    return error_of([&] { (void)read_source({path}); });
  };
  // None of these networks would fit into any machine's memory.
  Json about = about_stage(1, 0.5);
  about["configuration"]["depth"] = 9994;
  about["configuration"]["widen"] = 1000;
  CHECK(ends_with(refused(about), "describes a wrn-9994-1000, which has " +
                                      support::to_text(trainer::state_size(trainer::WideResNetShape{
                                          .depth = 9994, .widen = 1000, .classes = 3})) +
                                      " numbers, but holds 77882"));
  about["configuration"]["depth"] = 9223372036854775804;
  CHECK(ends_with(refused(about), "depth must be 6n + 4 in 10 … 10000, got 9223372036854775804"));
  about = about_stage(1, 0.5);
  about["configuration"]["widen"] = 9223372036854775807;
  CHECK(ends_with(refused(about), "widen must be in 1 … 1000, got 9223372036854775807"));
  about = about_stage(1, 0.5);
  about["architecture"] = "resnet18";
  about["configuration"]["image-size"] = 32;
  CHECK(refused(about).find("describes a resnet18") != std::string::npos);
}

TEST_CASE("numbers of a snapshot that are not 64-bit integers are refused") {
  const TemporaryFolder folder;
  for (const Json& depth : {Json(1e300), Json(10.5), Json("10"), Json(nullptr), Json(1ULL << 63)}) {
    CAPTURE(depth.dump());
    Json about = about_stage(1, 0.5);
    about["configuration"]["depth"] = depth;
    const auto path = write_stage(folder, 1, about);
    CHECK(ends_with(error_of([&] { (void)read_source({path}); }),
                    "depth must be an integer of 64 bits"));
  }
}

TEST_CASE("a snapshot's texts are neither executed nor parsed to any depth") {
  const TemporaryFolder folder;
  Json about = about_stage(1, 0.5);
  about["architecture"] = "\x1b[2Jnet";
  CHECK(ends_with(error_of([&] { (void)read_source({write_stage(folder, 1, about)}); }),
                  std::string("is of the architecture '\\x1b[2Jnet', expected wide_resnet, ") +
                      trainer::network_names));
  about = about_stage(1, 0.5);
  about["metrics"] = std::string(1'000'000, '[');
  CHECK(ends_with(error_of([&] { (void)read_source({write_stage(folder, 1, about)}); }),
                  "nested more than 100 levels deep"));
}

TEST_CASE("a folder with the snapshots of an earlier version is refused with instructions") {
  const TemporaryFolder folder;
  const auto old = folder.write("stage-1.pt", "PK");
  CHECK(error_of([&] {
          (void)snapshots_in(folder.path());
        }).starts_with(old.string() + " is a snapshot of an earlier version, which is not read"));
  // If there is one of this version, the old one is ignored.
  const auto path = write_stage(folder, 1, 0.5);
  CHECK(snapshots_in(folder.path()) == std::vector{path});
}

TEST_CASE("a snapshot of another run than the first one's is named") {
  CHECK(refusal(about_stage(2, 0.6)).empty());
  CHECK(refusal(about_stage(1, 0.6)).find("stage-2.safetensors: is of stage 1, expected stage 2") !=
        std::string::npos);
  Json about = about_stage(2, 0.6);
  about["data"]["classes"][2] = "d";
  CHECK(ends_with(refusal(about), "expected 3 of them, got 3 with other names"));
  about = about_stage(2, 0.6);
  about["architecture"] = "wrn-10-1";
  about["configuration"]["image-size"] = 32;
  CHECK(ends_with(refusal(about), "expected wide_resnet, got wrn-10-1"));
  about = about_stage(2, 0.6);
  about["data"]["channel_mean"][0] = 99.0;
  CHECK(refusal(about).find("stage-2.safetensors: is of another normalisation than ") !=
        std::string::npos);
}

TEST_CASE("learning_stages records the statistics, and resumes runs that did not") {
  const TemporaryFolder folder;
  const trainer::Dataset data = two_kinds(8, 4, 8);
  const trainer::TrainingContext context = {
      .load = [&](const std::string&, std::uint64_t) { return data; }, .verbose = false};
  trainer::Options options = {.depth = 10, .schedule = "never", .epochs = 1, .batch_size = 4};
  options.threads = 1;
  options.device = "cpu";
  options.out = folder.path() / "run";
  (void)trainer::train(options, context);
  const Source source = read_source(snapshots_in(options.out));
  REQUIRE(source.statistics.has_value());
  const auto expected = trainer::channel_statistics(data.train.images);
  CHECK(source.statistics->mean.equal(expected.mean));
  CHECK(source.statistics->deviation.equal(expected.deviation));
  CHECK(source.name() == "patterns");

  const auto last = options.out / trainer::last_checkpoint_name;
  options.resume = true;
  options.epochs = 2;
  trainer::Checkpoint checkpoint = trainer::read_checkpoint(last);
  checkpoint.data["channel_mean"][0] = 1.0;
  trainer::write_checkpoint(last, checkpoint);
  CHECK(error_of([&] { (void)trainer::train(options, context); }).find("has changed since") !=
        std::string::npos);
  checkpoint.data.erase("channel_mean");
  checkpoint.data.erase("channel_deviation");
  trainer::write_checkpoint(last, checkpoint);
  (void)trainer::train(options, context);
  CHECK(trainer::read_checkpoint(last).epoch == 3);
  CHECK(trainer::read_checkpoint(last).data.contains("channel_mean"));
}
