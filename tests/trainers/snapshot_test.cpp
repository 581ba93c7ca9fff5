#include "trainer/snapshot.hpp"

#include "temporary_folder.hpp"
#include "trainer/files.hpp"
#include "trainer/stored_tensors.hpp"

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
  CHECK(file.metadata() == safetensors::Metadata{{"architecture", "resnet50"},
                                                 {"epoch", "3"},
                                                 {"loss", "null"},
                                                 {"metrics", metrics.dump()}});
  const StateDict model = file.read();
  REQUIRE(model.size() == 1);
  CHECK(model[0].first == "weight");
  CHECK(model[0].second.equal(weight));
}

TEST_CASE("if a snapshot cannot be written, the old file is kept") {
  const TemporaryFolder folder;
  const auto path = folder.write("a.safetensors", "old");
  CHECK(error_of([&] { write_snapshot(path, {}, nullptr); }) ==
        "write_snapshot: about must be an object, got null");
  CHECK(!error_of([&] { write_snapshot(path, {}, {{"name", "\xff"}}); }).empty());
  CHECK(read_file(path) == "old");
}
