#include "transfer/source.hpp"

#include "engine/error_text.hpp"
#include "model/network.hpp"
#include "model/snapshot.hpp"
#include "model/stored_tensors.hpp"
#include "run/json_text.hpp"
#include "run/run_folder.hpp"
#include "support/printable.hpp"
#include "support/text.hpp"

#include <stdexcept>
#include <utility>

#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <nlohmann/json.hpp>

namespace transfer {
namespace {

using Json = nlohmann::ordered_json;
using support::to_text;

/// What every snapshot of `learning_stages` records; those of `imagenet` record the network's name.
constexpr const char* learning_stages_architecture = "wide_resnet";

/// The metadata of a snapshot, from the texts that write_snapshot() stored.
Json about_in(const trainer::safetensors::Metadata& metadata) {
  Json about = Json::object();
  for (const auto& [key, text] : metadata)
    if (key == "architecture")
      about[key] = text;
    else if (key == "configuration" || key == "data" || key == "metrics")
      about[key] = trainer::parse_json(text);
  return about;
}

/// An entry of a snapshot's metadata, by its path of keys.
const Json& entry(const Json& about, std::initializer_list<const char*> keys) {
  const Json* found = &about;
  std::string path;
  for (const char* const key : keys) {
    path += (path.empty() ? "" : ".") + std::string(key);
    if (!found->is_object() || !found->contains(key))
      throw std::runtime_error("records no " + path +
                               "; expected a snapshot of imagenet or learning_stages");
    found = &found->at(key);
  }
  return *found;
}

std::int64_t integer(const Json& about, const char* object, const char* key) {
  (void)entry(about, {object, key});
  return trainer::integer_at(about.at(object), key);
}

at::Tensor channels(const Json& values) {
  const auto numbers = values.get<std::vector<float>>();
  if (numbers.size() != 3)
    throw std::runtime_error("records the statistics of " + to_text(numbers.size()) +
                             " channels, expected 3");
  return at::tensor(numbers).reshape({1, 3, 1, 1});
}

/// `imagenet` always normalises by the same numbers, `learning_stages` by the numbers that it
/// records.
std::optional<trainer::ChannelStatistics> statistics_in(const Json& about,
                                                        const std::string& architecture) {
  if (architecture != learning_stages_architecture) return trainer::imagenet_statistics(at::kCPU);
  const Json& data = entry(about, {"data"});
  if (!data.contains(trainer::channel_mean_key)) return std::nullopt;
  return trainer::ChannelStatistics{
      channels(data.at(trainer::channel_mean_key)),
      channels(entry(about, {"data", trainer::channel_deviation_key}))};
}

trainer::NetworkShape shape_in(const Json& about, const std::string& architecture,
                               std::int64_t classes) {
  if (architecture == learning_stages_architecture)
    return trainer::WideResNetShape{.depth = integer(about, "configuration", "depth"),
                                    .widen = integer(about, "configuration", "widen"),
                                    .classes = classes};
  if (const auto shape = trainer::shape_named(architecture, classes)) return *shape;
  throw std::runtime_error("is of the architecture '" + support::printable(architecture) +
                           "', expected " + learning_stages_architecture + ", " +
                           trainer::network_names);
}

/// The source that a snapshot's metadata describe, without its stages.
Source describe(const Json& about) {
  Source source;
  entry(about, {"architecture"}).get_to(source.architecture);
  entry(about, {"data", "classes"}).get_to(source.classes);
  source.shape = shape_in(about, source.architecture, std::ssize(source.classes));
  if (source.architecture != learning_stages_architecture)
    source.image_size = integer(about, "configuration", "image-size");
  entry(about, {"configuration", "data"}).get_to(source.data);
  source.statistics = statistics_in(about, source.architecture);
  return source;
}

/// The weights in a snapshot. Throws std::runtime_error if they do not fit the network that its
/// metadata describe.
trainer::StateDict weights_in(const trainer::TensorFile& file, const Source& source) {
  // Checked before a network is allocated.
  if (const double size = trainer::state_size(source.shape); size > file.numbers())
    throw std::runtime_error("describes a " + name_of(source.shape) + ", which has " +
                             to_text(size) + " numbers, but holds " + to_text(file.numbers()));
  const auto network = trainer::new_network(source.shape);
  trainer::require_fits(trainer::state_dict(*network), file.shapes());
  return file.read();
}

SourceStage stage_in(const Json& about, const std::filesystem::path& path) {
  SourceStage stage = {.path = path};
  stage.number = integer(about, "metrics", "stage");
  entry(about, {"metrics", "test_accuracy"}).get_to(stage.accuracy);
  if (!(stage.accuracy >= 0.0 && stage.accuracy <= 1.0))
    throw std::runtime_error("records a test_accuracy of " + to_text(stage.accuracy) +
                             ", expected 0 … 1");
  return stage;
}

/// Whether two snapshots may have been trained with the same statistics. Older snapshots may not
/// record them.
bool agree(const std::optional<trainer::ChannelStatistics>& a,
           const std::optional<trainer::ChannelStatistics>& b) {
  return !a || !b || (a->mean.equal(b->mean) && a->deviation.equal(b->deviation));
}

/// Throws std::runtime_error if a snapshot cannot belong to the same run as the first one.
void require_same_run(const Source& first, const Source& other) {
  const std::string than = " than " + first.stages.front().path.string();
  const auto require = [&](bool same, const std::string& what, const std::string& expected,
                           const std::string& got) {
    if (!same)
      throw std::runtime_error("is of another " + what + than + ": expected " + expected +
                               ", got " + got);
  };
  require(first.architecture == other.architecture, "architecture", first.architecture,
          other.architecture);
  require(name_of(first.shape) == name_of(other.shape), "shape", name_of(first.shape),
          name_of(other.shape));
  require(first.image_size == other.image_size, "image size", to_text(first.image_size),
          to_text(other.image_size));
  require(first.classes == other.classes, "list of classes",
          to_text(first.classes.size()) + " of them",
          to_text(other.classes.size()) +
              (first.classes.size() == other.classes.size() ? " with other names" : ""));
  require(agree(first.statistics, other.statistics), "normalisation", "the same statistics",
          "others");
}

}  // namespace

std::string Source::name() const { return std::filesystem::path(data).filename().string(); }

Source read_source(const std::vector<std::filesystem::path>& snapshots) {
  if (snapshots.empty()) throw std::runtime_error("a source needs at least one snapshot");
  Source source;
  for (const std::filesystem::path& path : snapshots) {
    const trainer::TensorFile file(path);
    try {
      const Json about = about_in(file.metadata());
      Source described = describe(about);
      SourceStage stage = stage_in(about, path);
      stage.model = weights_in(file, described);
      trainer::require_own_checksum(stage.model, file.metadata());
      if (const auto expected = std::ssize(source.stages) + 1; stage.number != expected)
        throw std::runtime_error("is of stage " + to_text(stage.number) + ", expected stage " +
                                 to_text(expected) +
                                 ": the stages of a run must be complete and in order");
      if (source.stages.empty()) {
        source = std::move(described);
      } else {
        require_same_run(source, described);
        if (!source.statistics) source.statistics = described.statistics;
      }
      source.stages.push_back(std::move(stage));
    } catch (const std::exception& error) {
      throw std::runtime_error(path.string() + ": " + trainer::reason(error));
    }
  }
  return source;
}

bool is_last_layer(std::string_view parameter) { return parameter.starts_with("fc."); }

std::shared_ptr<trainer::FeatureNetwork> new_network(const Source& source, const SourceStage& stage,
                                                     std::int64_t classes, std::uint64_t seed) {
  at::manual_seed(seed);
  auto network = trainer::new_network(trainer::with_classes(source.shape, classes));
  trainer::StateDict state;
  for (const auto& item : stage.model)
    if (!is_last_layer(item.first)) state.push_back(item);
  for (const auto& item : trainer::state_dict(*network))
    if (is_last_layer(item.first)) state.push_back(item);
  trainer::load_state_dict(*network, state);
  return network;
}

trainer::ChannelStatistics normalisation(const Source& source, const at::Tensor& target_images) {
  return source.statistics ? *source.statistics : trainer::channel_statistics(target_images);
}

}  // namespace transfer
