// LibTorch's logging defines its own CHECK, so doctest.h and headers that include it come after it.
// clang-format off
#include "model/snapshot.hpp"
#include "program.hpp"
// clang-format on
#include "model/network.hpp"
#include "model/residual_network.hpp"
#include "model/state_dict.hpp"
#include "model/stored_tensors.hpp"
#include "model/wide_resnet.hpp"
#include "support/required_tools.hpp"
#include "support/text.hpp"
#include "temporary_folder.hpp"
#include "tensors.hpp"

#include <map>
#include <string>
#include <vector>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <c10/core/GradMode.h>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace trainer;

namespace {

/// The largest relative difference that the order of a network's sums may cause.
constexpr double tolerance = 1e-5;

/// Runs the script's command `name` on the folder.
Result python(const std::string& name, const std::filesystem::path& folder) {
  return run({PYTHON_PROGRAM, PYTHON_ROUND_TRIP, name, folder.string()});
}

/// The files that Python saved, once for all tests here; null, after printing the reason, if Python
/// lacks torchvision and the tools are not required.
const std::filesystem::path* saved_in_python() {
  static const TemporaryFolder folder;
  static const std::filesystem::path path = folder.path();
  static const Result result = python("save", path);
  if (result.code == 77 && !test::tools_are_required()) {
    MESSAGE("skipped: " << result.text);
    return nullptr;
  }
  CAPTURE(result.text);
  REQUIRE(result.code == 0);
  return &path;
}

std::shared_ptr<Network> resnet(std::int64_t depth) {
  at::manual_seed(static_cast<std::uint64_t>(depth));
  return residual_network({.depth = depth, .classes = 10});
}

at::Tensor logits(Network& network, const at::Tensor& images) {
  const c10::NoGradGuard no_gradients;
  network.eval();
  return network.forward(images);
}

double relative_difference(const at::Tensor& a, const at::Tensor& expected) {
  return ((a - expected).abs().max() / expected.abs().max()).item<double>();
}

std::string type_name(at::ScalarType type) {
  REQUIRE((type == at::kFloat || type == at::kLong));
  return type == at::kFloat ? "float32" : "int64";
}

/// In the script's format.
std::vector<std::string> listed(const StateDict& state) {
  std::vector<std::string> result;
  for (const auto& [name, tensor] : state)
    result.push_back(
        name + ' ' + type_name(tensor.scalar_type()) + " [" +
        support::joined(tensor.sizes(), ", ", [](std::int64_t n) { return support::to_text(n); }) +
        ']');
  return result;
}

/// Gives batch norms values that no new network has.
void disturb(const Network& network) {
  for (const auto& [name, tensor] : state_dict(network)) {
    if (name.ends_with("running_var"))
      tensor.uniform_(0.5, 2.0);
    else if (tensor.dim() == 1)
      tensor.uniform_(-0.5, 1.0);
    else if (tensor.dim() == 0)
      tensor.fill_(7);
  }
}

}  // namespace

TEST_CASE("a residual network has torchvision's names, types, shapes and order") {
  const auto* folder = saved_in_python();
  if (folder == nullptr) return;
  for (const std::int64_t depth : {18, 34, 50, 101, 152}) {
    CAPTURE(depth);
    CHECK(listed(state_dict(*resnet(depth))) ==
          lines(*folder / ("resnet" + support::to_text(depth) + ".txt")));
  }
}

TEST_CASE("a residual network starts from torchvision's weights for the same seed") {
  const auto* folder = saved_in_python();
  if (folder == nullptr) return;
  for (const std::int64_t depth : {18, 50}) {
    const TensorFile file(*folder / ("initial" + support::to_text(depth) + ".safetensors"));
    CHECK(file.metadata().empty());
    const StateDict weights = file.read();
    for (const auto& [name, tensor] : state_dict(*resnet(depth))) {
      CAPTURE(name);
      CHECK(tensor.equal(tensor_named(weights, name)));
    }
  }
}

TEST_CASE("weights saved in Python give its logits") {
  const auto* folder = saved_in_python();
  if (folder == nullptr) return;
  for (const std::int64_t depth : {18, 50}) {
    CAPTURE(depth);
    const TensorFile file(*folder / ("trained" + support::to_text(depth) + ".safetensors"));
    CHECK(file.metadata() == safetensors::Metadata{{"format", "pt"}});
    const auto network = resnet(depth);
    load_state_dict(*network, file.read());
    const StateDict pass =
        TensorFile(*folder / ("logits" + support::to_text(depth) + ".safetensors")).read();
    CHECK(relative_difference(logits(*network, tensor_named(pass, "images")),
                              tensor_named(pass, "logits")) < tolerance);
  }
}

TEST_CASE("snapshots give the same logits in Python") {
  if (saved_in_python() == nullptr) return;
  const TemporaryFolder folder;
  const nlohmann::ordered_json about = {
      {"arch", "résnet"},
      {"epoch", 3},
      {"loss", 0.1},
      {"limits", {0, -1, 2147483648, -9223372036854775807, 18446744073709551615U, 1e300}},
      {"options", {{"nesterov", true}, {"amp", false}, {"seed", nullptr}, {"tags", {{}, ""}}}}};
  folder.write("about.json", about.dump());
  for (const std::int64_t depth : {18, 50}) {
    const auto network = resnet(depth);
    disturb(*network);
    for (at::Tensor& parameter : network->parameters())
      if (parameter.dim() == 4)
        parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
    const at::Tensor images = at::randn({2, 3, 64, 64});
    write_snapshot(folder.path() / ("snapshot" + support::to_text(depth) + ".safetensors"),
                   state_dict(*network), about);
    write_snapshot(folder.path() / ("snapshot_logits" + support::to_text(depth) + ".safetensors"),
                   {{"images", images}, {"logits", logits(*network, images)}},
                   nlohmann::ordered_json::object());
  }
  const Result result = python("load", folder.path());
  MESSAGE(result.text);
  CHECK(result.code == 0);
}

TEST_CASE("tensors of all kinds are read from Python unchanged") {
  const auto* folder = saved_in_python();
  if (folder == nullptr) return;
  const TensorFile file(*folder / "kinds.safetensors");
  CHECK(file.metadata() == safetensors::Metadata{{"é", "text"}});
  const StateDict model = file.read();
  const at::Tensor numbers = at::arange(12);
  const auto has = [&](const std::string& name, const at::Tensor& expected) {
    CAPTURE(name);
    const at::Tensor& tensor = tensor_named(model, name);
    CHECK((tensor.scalar_type() == expected.scalar_type()));
    CHECK(tensor.equal(expected));
  };
  has("double", numbers.to(at::kDouble) / 4);
  has("float", numbers.to(at::kFloat) / 4);
  has("half", (numbers.to(at::kFloat) / 4).to(at::kHalf));
  has("bfloat16", (numbers.to(at::kFloat) / 4).to(at::kBFloat16));
  has("long", numbers * -(std::int64_t{1} << 40));
  has("int", numbers.to(at::kInt));
  has("short", numbers.to(at::kShort));
  has("char", -numbers.to(at::kChar));
  has("byte", numbers.to(at::kByte));
  has("bool", numbers > 5);
  has("view", numbers.view({3, 4}).t().slice(0, 1));
  has("expanded", numbers[5].expand({2, 3}));
  has("scalar", numbers[7]);
  has("empty", at::empty({0, 3}));
  has("parameter", numbers.to(at::kFloat));
  CHECK(model.size() == 15);
}

TEST_CASE("files of torch.save are refused with instructions") {
  const auto* folder = saved_in_python();
  if (folder == nullptr) return;
  for (const char* const name : {"zip.pt", "old.pt"})
    CHECK(error_of([&] { (void)TensorFile(*folder / name); })
              .starts_with((*folder / name).string() +
                           ": a file of torch.save is not read because it can run code"));
}

TEST_CASE("every model makes a round trip through the package safetensors") {
  const TemporaryFolder folder;
  // Debian has no such package. With no models yet, this only tells whether it is there.
  if (const Result probe = python("package", folder.path()); probe.code == 77) {
    MESSAGE("skipped: " << probe.text);
    return;
  }
  std::map<std::string, StateDict> models;
  for (const std::int64_t depth : {18, 34, 50, 101, 152})
    models["resnet" + support::to_text(depth)] = state_dict(*resnet(depth));
  models["wide_resnet"] = state_dict(*wide_resnet({.depth = 16, .widen = 2, .classes = 10}));
  const nlohmann::ordered_json about = {{"architecture", "é"}, {"metrics", {{"stage", 1}}}};
  for (const auto& [name, model] : models)
    write_snapshot(folder.path() / (name + ".safetensors"), model, about);
  const Result result = python("package", folder.path());
  MESSAGE(result.text);
  REQUIRE(result.code == 0);
  for (const auto& [name, model] : models) {
    const TensorFile file(folder.path() / (name + ".package"));
    const StateDict read = file.read();
    CHECK(file.metadata().at("architecture") == "é");
    CHECK(file.metadata().at("metrics") == R"({"stage":1})");
    CHECK(file.metadata().contains("crc32"));
    CHECK(error_of([&] { require_own_checksum(read, file.metadata()); }).empty());
    CHECK(read.size() == model.size());
    for (const auto& [key, tensor] : model) {
      CAPTURE(key);
      CHECK(tensor_named(read, key).equal(tensor));
    }
  }
}
