#include "run/checkpoint.hpp"

#include "model/network.hpp"
#include "model/stored_tensors.hpp"
#include "model/wide_resnet.hpp"
#include "run/schedule.hpp"
#include "support/files.hpp"
#include "temporary_folder.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <torch/optim/sgd.h>
#include <torch/serialize/output-archive.h>
#include <unistd.h>
#include <zlib.h>

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
  Schedule schedule = Schedule("step(2)");
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

TEST_CASE("a run resumed from a checkpoint continues as it would have without the interruption") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "last.ckpt";
  Training first(1);
  first.step();
  first.step();
  std::int64_t batch_size = 12;
  (void)first.schedule.step({*first.optimizer, batch_size}, 3.0);
  (void)first.schedule.step({*first.optimizer, batch_size}, 2.0);  // a decay
  Checkpoint taken = take_checkpoint(first.state(), {{"seed", 1}}, {{"images", 2}});
  taken.records["metrics.csv"].add("a row");
  write_checkpoint(file, taken);

  const Checkpoint checkpoint = read_checkpoint(file);
  CHECK(checkpoint.configuration.dump() == R"({"seed":1})");
  CHECK(checkpoint.data.dump() == R"({"images":2})");
  CHECK(checkpoint.learning_rate == 0.1 * 0.1);
  CHECK((checkpoint.records == taken.records));

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

TEST_CASE("a checkpoint from before the first step can be restored") {
  Training first(1);
  const Checkpoint checkpoint = take_checkpoint(first.state(), {}, {});
  Training second(2);
  TrainingState state = second.state();
  restore(checkpoint, state);
  first.step();
  second.step();
  CHECK(same_weights(*first.network, *second.network));
}

TEST_CASE("restoring a checkpoint keeps the layout of the weights") {
  Training first(1);
  lay_out(*first.network, at::MemoryFormat::ChannelsLast);
  first.step();
  first.step();
  const Checkpoint checkpoint = take_checkpoint(first.state(), {}, {});
  Training second(2);
  lay_out(*second.network, at::MemoryFormat::ChannelsLast);
  TrainingState state = second.state();
  restore(checkpoint, state);
  CHECK(same_weights(*first.network, *second.network));
  first.step();
  second.step();
  CHECK(same_weights(*first.network, *second.network));
}

TEST_CASE("equal states give equal bytes, whatever their memory layout") {
  Training first(1);
  Training second(1);
  for (Training* const training : {&first, &second}) {
    training->step();
    training->step();
  }
  const Checkpoint a = take_checkpoint(first.state(), {}, {});
  CHECK(a.tensors == take_checkpoint(second.state(), {}, {}).tensors);
  CHECK(identity_of(a) == identity_of(take_checkpoint(second.state(), {}, {})));

  // The same in another layout, and after restoring a third state in between.
  lay_out(*second.network, at::MemoryFormat::ChannelsLast);
  CHECK(a.tensors == take_checkpoint(second.state(), {}, {}).tensors);
  Training third(3);
  third.step();
  TrainingState state = third.state();
  restore(a, state);
  CHECK(a.tensors == take_checkpoint(state, {}, {}).tensors);

  second.step();
  CHECK(a.tensors != take_checkpoint(second.state(), {}, {}).tensors);
}

TEST_CASE("restoring a state from before the first step removes the momentum") {
  Training first(1);
  const Checkpoint checkpoint = take_checkpoint(first.state(), {}, {});
  Training second(2);
  second.step();
  TrainingState state = second.state();
  restore(checkpoint, state);
  first.step();
  second.step();
  CHECK(same_weights(*first.network, *second.network));
}

TEST_CASE("tensors that do not match the state are named") {
  Training training(1);
  training.step();
  const Checkpoint whole = take_checkpoint(training.state(), {}, {});
  const StateDict tensors = TensorFile(whole.tensors, "").read();
  const auto error_with = [&](const auto& change) {
    StateDict changed = tensors;
    change(changed);
    Checkpoint checkpoint = whole;
    checkpoint.tensors.clear();
    const StoredTensors stored(changed, {});
    for (const std::string_view part : stored.parts()) checkpoint.tensors += part;
    TrainingState state = training.state();
    return error_of([&] { restore(checkpoint, state); });
  };
  const auto find = [](StateDict& state, const std::string& name) {
    return std::find_if(state.begin(), state.end(),
                        [&](const auto& entry) { return entry.first == name; });
  };
  CHECK(error_with([](StateDict&) {}).empty());
  CHECK(error_with([&](StateDict& state) { state.erase(find(state, "network.fc.bias")); }) ==
        "lacks the tensor network.fc.bias of shape [3]");
  CHECK(error_with([&](StateDict& state) { state.erase(find(state, "sums")); }) ==
        "lacks the tensor sums of shape [2]");
  CHECK(error_with([&](StateDict& state) {
          find(state, "momentum.fc.bias")->second = at::ones({4});
        }) == "has the tensor momentum.fc.bias of shape [4], expected [3]");
  CHECK(error_with([&](StateDict& state) { state.emplace_back("momentum.a", at::ones({1})); }) ==
        "has a tensor momentum.a of shape [1], expected none of this name");
}

TEST_CASE("a LibTorch archive, which can run code, is not accepted as a checkpoint's tensors") {
  Training training(1);
  Checkpoint checkpoint = take_checkpoint(training.state(), {}, {});
  torch::serialize::OutputArchive archive;
  training.network->save(archive);
  std::ostringstream bytes;
  archive.save_to(bytes);
  checkpoint.tensors = bytes.str();
  TrainingState state = training.state();
  CHECK(error_of([&] { restore(checkpoint, state); })
            .starts_with("the tensors of the checkpoint: a file of torch.save is not read because "
                         "it can run code"));
}

TEST_CASE("a file that is damaged, truncated or of another kind is not accepted as a checkpoint") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "last.ckpt";
  Training training(1);
  write_checkpoint(file, take_checkpoint(training.state(), {}, {}));
  const std::string whole = support::read_file(file);
  const std::string damaged =
      file.string() + " is truncated or damaged: its checksum does not match";
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

TEST_CASE("a file of more bytes than the machine has memory is refused before it is read") {
  const TemporaryFolder folder;
  const auto file = folder.write("last.ckpt", "learning-stages-checkpoint 5 0\n");
  const auto memory = static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) *
                      static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  std::filesystem::resize_file(file, memory + 1);
  CHECK(error_of([&] { (void)read_checkpoint(file); }) ==
        file.string() + ": has " + std::to_string(memory + 1) + " bytes; expected at most " +
            std::to_string(memory));
}

TEST_CASE("a checkpoint of an earlier version is refused with instructions") {
  const TemporaryFolder folder;
  const auto file = folder.write("last.ckpt", "learning-stages-checkpoint 4 123\n{}\n");
  CHECK(error_of([&] { (void)read_checkpoint(file); }) ==
        file.string() +
            " has version 4 of the checkpoint's format, and this program reads version 5: "
            "resume with the program that started the run, or start again in another folder");
}

TEST_CASE("a header outside a command line's ranges is refused despite a correct checksum") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "last.ckpt";
  Training training(1);
  const auto error_with = [&](const auto& change) {
    Checkpoint checkpoint = take_checkpoint(training.state(), {}, {});
    change(checkpoint);
    write_checkpoint(file, checkpoint);
    const std::string error = error_of([&] { (void)read_checkpoint(file); });
    const std::string start = file.string() + " is damaged: ";
    return error.starts_with(start) ? error.substr(start.size()) : error;
  };
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(error_with([](Checkpoint&) {}).empty());
  for (const std::int64_t size : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1'000'000'001}})
    CHECK(error_with([&](Checkpoint& c) { c.batch_size = size; }) ==
          "batch_size must be in 1 … 1000000000 images, got " + std::to_string(size));
  CHECK(error_with([](Checkpoint& c) { c.learning_rate = -1.0; }) ==
        "learning_rate must be at least 0 and finite, got -1");
  CHECK(error_with([](Checkpoint& c) { c.learning_rate = 0.0; }).empty());
  CHECK(!error_with([&](Checkpoint& c) { c.learning_rate = infinity; }).empty());
  CHECK(error_with([](Checkpoint& c) { c.seconds = -1.0; }) ==
        "seconds must be at least 0 and finite, got -1");
  CHECK(error_with([](Checkpoint& c) { c.epoch = 0; }) == "epoch must be in 1 … 1000000001, got 0");
  CHECK(!error_with([](Checkpoint& c) { c.epoch = std::int64_t{1} << 62; }).empty());
  CHECK(error_with([](Checkpoint& c) { c.step = -1; }) == "step must be in 0 … 1000000000, got -1");
}

TEST_CASE("a header that is not valid JSON is refused despite a correct checksum") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "last.ckpt";
  Training training(1);
  write_checkpoint(file, take_checkpoint(training.state(), {}, {}));
  const std::string whole = support::read_file(file);
  const std::size_t begin = whole.find('\n') + 1;
  const std::string header = whole.substr(begin, whole.find('\n', begin) - begin);
  const auto error_with = [&](const std::string& changed) {
    const std::string body = changed + whole.substr(begin + header.size());
    const auto checksum = ::crc32_z(0, reinterpret_cast<const Bytef*>(body.data()), body.size());
    folder.write("last.ckpt",
                 "learning-stages-checkpoint 5 " + std::to_string(checksum) + '\n' + body);
    return error_of([&] { (void)read_checkpoint(file); });
  };
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string changed = header;
    REQUIRE(changed.find(from) != changed.npos);
    return changed.replace(changed.find(from), from.size(), to);
  };
  CHECK(error_with(header).empty());
  CHECK(error_with(replaced("\"step\":7", "\"step\":1e300"))
            .ends_with("step must be an integer of 64 bits"));
  CHECK(error_with(replaced("\"step\":7,", "")).ends_with("step is missing"));
  CHECK(error_with(replaced("\"data\":null", "\"data\":" + std::string(1'000'000, '[')))
            .ends_with("nested more than 100 levels deep"));
  CHECK(error_with(replaced("\"records\":{}", "\"records\":{\"../a\":\"\"}"))
            .ends_with("records must be files of the run's folder, got ../a"));
  CHECK(error_with(replaced("\"records\":{}", "\"records\":{\"a\":\"12\"}"))
            .ends_with("no checksums of lines"));
  CHECK(error_with("{").starts_with(file.string() + " is damaged: "));
  CHECK(error_with("[]").starts_with(file.string() + " is damaged: "));
  CHECK(error_with("").starts_with(file.string() + " is damaged: "));
}
