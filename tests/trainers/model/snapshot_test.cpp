#include "model/snapshot.hpp"

#include "model/stored_tensors.hpp"
#include "support/files.hpp"
#include "temporary_folder.hpp"

#include <limits>
#include <string>

#include <ATen/Functions.h>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace trainer;
using Json = nlohmann::ordered_json;

TEST_CASE("a snapshot stores texts unchanged and other values as JSON") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "stage-1.safetensors";
  const Json metrics = {{"list", {1, -1, 0.1, true, nullptr, "é", Json::array()}},
                        {"seed", std::numeric_limits<std::uint64_t>::max()},
                        {"least", std::numeric_limits<std::int64_t>::min()}};
  const at::Tensor weight = at::randn({2, 3});
  write_snapshot(path, {{"weight", weight}},
                 {{"architecture", "resnet50"},
                  {"metrics", metrics},
                  {"epoch", 3},
                  {"loss", std::numeric_limits<double>::infinity()}});
  const TensorFile file(path);
  safetensors::Metadata metadata = file.metadata();
  CHECK(metadata.erase("crc32") == 1);
  CHECK(metadata == safetensors::Metadata{{"architecture", "resnet50"},
                                          {"epoch", "3"},
                                          {"loss", "null"},
                                          {"metrics", metrics.dump()}});
  const StateDict model = file.read();
  REQUIRE(model.size() == 1);
  CHECK(model[0].first == "weight");
  CHECK(model[0].second.equal(weight));
}

TEST_CASE("a snapshot of which any number, name or text was changed is refused") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "stage-1.safetensors";
  const StateDict model = {{"b", at::ones({2, 3})}, {"a", at::zeros({3})}};
  write_snapshot(path, model, {{"metrics", {{"test_accuracy", 0.5}}}});
  const safetensors::Metadata metadata = TensorFile(path).metadata();
  const auto refusal = [&](const StateDict& read, const safetensors::Metadata& texts) {
    return error_of([&] { require_own_checksum(read, texts); });
  };
  const std::string damaged = "damaged: its checksum does not match";
  CHECK(refusal(TensorFile(path).read(), metadata).empty());
  CHECK(refusal({model[1], model[0]}, metadata).empty());  // as Python may write it
  CHECK(refusal({model[0]}, metadata) == damaged);
  CHECK(refusal({model[0], {"c", model[1].second}}, metadata) == damaged);
  CHECK(refusal({model[0], {"a", at::full({3}, 1e-30)}}, metadata) == damaged);
  CHECK(refusal({{"b", at::ones({3, 2})}, model[1]}, metadata) == damaged);
  for (const char* const key : {"metrics", "crc32"}) {
    safetensors::Metadata changed = metadata;
    changed[key] += "0";
    CHECK(refusal(model, changed) == damaged);
  }
  CHECK(refusal(model, {}).empty());
}

TEST_CASE("a snapshot that cannot be written leaves the old file") {
  const TemporaryFolder folder;
  const auto path = folder.write("a.safetensors", "old");
  CHECK(error_of([&] { write_snapshot(path, {}, nullptr); }) ==
        "write_snapshot: about must be an object, got null");
  CHECK(!error_of([&] { write_snapshot(path, {}, {{"name", "\xff"}}); }).empty());
  CHECK(support::read_file(path) == "old");
}
