#include "trainer/snapshot.hpp"

#include "temporary_folder.hpp"
#include "trainer/files.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <torch/serialize/output-archive.h>

using namespace trainer;
using Json = nlohmann::ordered_json;

namespace {

bool equal(const StateDict& a, const StateDict& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && x.second.scalar_type() == y.second.scalar_type() &&
           x.second.equal(y.second);
  });
}

StateDict small_model() {
  return {{"weight", at::tensor({1.5F, -2.0F, 0.0F})}, {"count", at::scalar_tensor(7, at::kLong)}};
}

}  // namespace

TEST_CASE("a snapshot comes back as it was written") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "stage-1.pt";
  const StateDict model = {{"float", at::randn({2, 3})},
                           {"double", at::randn({1, 2, 3}, at::kDouble)},
                           {"half", at::randn({4}).to(at::kHalf)},
                           {"bfloat16", at::randn({4}).to(at::kBFloat16)},
                           {"long", at::tensor({-1, 2}, at::kLong)},
                           {"scalar", at::scalar_tensor(3, at::kLong)},
                           {"empty", at::empty({0, 2})},
                           {"module.é", at::ones({1})}};
  const Json about = {{"arch", "resnet50"},
                      {"", {{"list", {1, -1, 0.1, true, nullptr, "é", Json::array()}}}},
                      {"seed", std::numeric_limits<std::uint64_t>::max()},
                      {"least", std::numeric_limits<std::int64_t>::min()},
                      {"loss", std::numeric_limits<double>::infinity()}};
  write_snapshot(file, model, about);
  const Snapshot snapshot = read_snapshot(file);
  CHECK(equal(snapshot.model, model));
  CHECK(snapshot.about == about);
  CHECK(snapshot.about.dump() == about.dump());
}

TEST_CASE("a snapshot holds views and other layouts in the order of their dimensions") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a.pt";
  const at::Tensor images = at::randn({2, 3, 4, 5});
  const StateDict model = {{"channels last", images.contiguous(at::MemoryFormat::ChannelsLast)},
                           {"part", images.slice(0, 1)},
                           {"transposed", images.transpose(1, 3)},
                           {"with a gradient", images.clone().requires_grad_(true)}};
  write_snapshot(file, model, Json::object());
  const StateDict read = read_snapshot(file).model;
  CHECK(equal(read, model));
  for (const auto& [name, tensor] : read) {
    CAPTURE(name);
    CHECK(tensor.is_contiguous());
    CHECK(!tensor.requires_grad());
  }
}

TEST_CASE("an entry beside the model must not hide it") {
  const TemporaryFolder folder;
  const auto file = folder.write("a.pt", "old");
  CHECK(error_of([&] {
          write_snapshot(file, {}, {{"model", "resnet50"}});
        }) ==
        "write_snapshot: about must be an object without an entry \"model\", got "
        "{\"model\":\"resnet50\"}");
  CHECK(error_of([&] { write_snapshot(file, {}, nullptr); }) ==
        "write_snapshot: about must be an object without an entry \"model\", got null");
  CHECK(read_file(file) == "old");
}

TEST_CASE("no damage to a snapshot goes unnoticed") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a.pt";
  write_snapshot(file, small_model(), {{"epoch", 3}});
  const std::string whole = read_file(file);
  const Snapshot expected = read_snapshot(file);
  // Some flips change nothing: in the padding, and in fields of the zip format that do not count.
  for (std::size_t position = 0; position < whole.size(); ++position) {
    CAPTURE(position);
    std::string bytes = whole;
    bytes[position] = static_cast<char>(bytes[position] ^ 0x10);
    folder.write("a.pt", bytes);
    const std::string error = error_of([&] {
      const Snapshot snapshot = read_snapshot(file);
      CHECK(equal(snapshot.model, expected.model));
      CHECK(snapshot.about == expected.about);
    });
    CHECK((error.empty() || error.starts_with(file.string() + ": ")));
  }
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    folder.write("a.pt", whole.substr(0, size));
    const std::string error = error_of([&] { (void)read_snapshot(file); });
    CHECK(error == file.string() + (size < 4
                                        ? ": not a zip archive"
                                        : ": truncated: its zip directory is missing at the end"));
  }
}

TEST_CASE("a file of another kind is no snapshot") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a.pt";
  const auto error = [&] {
    const std::string text = error_of([&] { (void)read_snapshot(file); });
    CHECK(text.starts_with(file.string() + ": "));
    return text.substr(file.string().size() + 2);
  };
  folder.write("a.pt", "epoch,stage\n1,1\n");
  CHECK(error() == "not a zip archive");
  // An archive of LibTorch's own, which names a type of its own.
  torch::serialize::OutputArchive archive;
  archive.write("weight", at::ones({2}));
  archive.save_to(file.string());
  CHECK(error().starts_with("its pickle names __torch__.Module"));
}

TEST_CASE("a missing file is named") {
  CHECK(error_of([] { (void)read_snapshot("/nowhere/a.pt"); }) ==
        "cannot open /nowhere/a.pt: No such file or directory");
}
