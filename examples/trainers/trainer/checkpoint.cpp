#include "trainer/checkpoint.hpp"

#include "text/printable.hpp"
#include "trainer/error_text.hpp"
#include "trainer/files.hpp"
#include "trainer/json_text.hpp"
#include "trainer/network.hpp"
#include "trainer/recipe_ranges.hpp"
#include "trainer/schedule.hpp"
#include "trainer/state_dict.hpp"
#include "trainer/stored_tensors.hpp"
#include "trainer/text.hpp"

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <memory>
#include <set>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <utility>

#include <ATen/Functions.h>
#include <torch/optim/sgd.h>
#include <zlib.h>

namespace trainer {
namespace {

using Json = nlohmann::ordered_json;

// The file: "<format> <checksum of the rest>", a line of JSON, and the tensors.
constexpr std::string_view format = "learning-stages-checkpoint ";
constexpr std::string_view version = "5";

// The names of the tensors.
constexpr const char* network_prefix = "network.";
constexpr const char* momentum_prefix = "momentum.";
constexpr const char* sums_name = "sums";

/// The key under which an optimizer stores a parameter's state: its address, which LibTorch 1
/// writes as text.
template <typename Optimizer>
auto key_of(const Optimizer& optimizer, const at::Tensor& parameter) {
  using Key = typename std::decay_t<decltype(optimizer.state())>::key_type;
  if constexpr (std::is_same_v<Key, std::string>)
    return printed(static_cast<const void*>(parameter.unsafeGetTensorImpl()));
  else
    return static_cast<Key>(parameter.unsafeGetTensorImpl());
}

/// The momentum buffer of a parameter; undefined before its first step.
at::Tensor momentum_of(const torch::optim::SGD& optimizer, const at::Tensor& parameter) {
  const auto found = optimizer.state().find(key_of(optimizer, parameter));
  if (found == optimizer.state().end()) return {};
  return static_cast<const torch::optim::SGDParamState&>(*found->second).momentum_buffer();
}

void set_momentum(torch::optim::SGD& optimizer, const at::Tensor& parameter, at::Tensor momentum) {
  auto state = std::make_unique<torch::optim::SGDParamState>();
  state->momentum_buffer(std::move(momentum));
  optimizer.state()[key_of(optimizer, parameter)] = std::move(state);
}

/// The tensors of a state as checkpoints name them: after the network's names, never by address.
StateDict tensors_of(const TrainingState& state) {
  StateDict tensors;
  for (const auto& [name, tensor] : state_dict(state.network))
    tensors.emplace_back(network_prefix + name, tensor);
  for (const auto& item : state.network.named_parameters())
    if (const at::Tensor momentum = momentum_of(state.optimizer, item.value()); momentum.defined())
      tensors.emplace_back(momentum_prefix + item.key(), momentum);
  tensors.emplace_back(sums_name, state.epoch.sums);
  return tensors;
}

/// Makes the optimizer have exactly these momentum buffers, with room for their contents.
void make_momenta(const StateShapes& there_are, TrainingState& state) {
  std::set<std::string_view> names;
  for (const auto& [name, shape] : there_are) names.insert(name);
  state.optimizer.state().clear();
  for (const auto& item : state.network.named_parameters())
    if (names.contains(momentum_prefix + item.key()))
      set_momentum(state.optimizer, item.value(), at::zeros_like(item.value().detach()));
}

uLong checksum_of(std::initializer_list<std::string_view> parts) {
  uLong checksum = 0;
  for (const std::string_view part : parts)
    checksum = ::crc32_z(checksum, reinterpret_cast<const Bytef*>(part.data()), part.size());
  return checksum;
}

/// The first line: the format, and the checksum of what follows.
std::string first_line(std::initializer_list<std::string_view> parts) {
  return std::string(format) + std::string(version) + ' ' + std::to_string(checksum_of(parts)) +
         '\n';
}

Json as_json(const RecordChecksums& records) {
  Json json = Json::object();
  for (const auto& [name, lines] : records) json[name] = lines.text();
  return json;
}

RecordChecksums records_of(const Json& json) {
  RecordChecksums records;
  for (const auto& [name, lines] : json.items()) {
    require(name.find('/') == name.npos, "records", "files of the run's folder", name);
    records.emplace(name, LineChecksums(lines.get<std::string>()));
  }
  return records;
}

/// Parses the header and checks that its values are in the ranges of a command line and a run.
Checkpoint from_header(const Json& header) {
  Checkpoint checkpoint = {.configuration = header.at("configuration"),
                           .data = header.at("data"),
                           .epoch = integer_at(header, "epoch"),
                           .step = integer_at(header, "step"),
                           .batch_size = integer_at(header, "batch_size"),
                           .seconds = header.at("seconds"),
                           .learning_rate = header.at("learning_rate"),
                           .schedule = header.at("schedule"),
                           .records = records_of(header.at("records"))};
  const Checkpoint& c = checkpoint;
  require(c.epoch >= 1 && c.epoch <= most_epochs + 1, "epoch", "in 1 … 1000000001", c.epoch);
  require(c.step >= 0 && c.step <= most_images, "step", "in 0 … 1000000000", c.step);
  require_batch_size("batch_size", c.batch_size);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  require(c.seconds >= 0.0 && c.seconds < infinity, "seconds", "at least 0 and finite", c.seconds);
  // Endless decays reach 0, where the schedule stops.
  require(c.learning_rate >= 0.0 && c.learning_rate < infinity, "learning_rate",
          "at least 0 and finite", c.learning_rate);
  return checkpoint;
}

}  // namespace

Checkpoint take_checkpoint(const TrainingState& state, Json configuration, Json data) {
  std::string tensors;
  const StoredTensors stored(tensors_of(state), {});
  for (const std::string_view part : stored.parts()) tensors += part;
  return {.configuration = std::move(configuration),
          .data = std::move(data),
          .epoch = state.epoch.number,
          .step = state.epoch.step,
          .batch_size = state.epoch.batch_size,
          .seconds = state.epoch.seconds,
          .learning_rate = learning_rate(state.optimizer),
          .schedule = state.schedule.save(),
          .tensors = std::move(tensors)};
}

void restore(const Checkpoint& checkpoint, TrainingState& state) {
  const TensorFile file(checkpoint.tensors, "the tensors of the checkpoint");
  const StateShapes shapes = file.shapes();
  make_momenta(shapes, state);
  const StateDict tensors = tensors_of(state);
  require_fits(tensors, shapes);
  copy_by_name(tensors, file.read());
  for (auto& group : state.optimizer.param_groups())
    group.options().set_lr(checkpoint.learning_rate);
  state.schedule.load(checkpoint.schedule);
  state.epoch.number = checkpoint.epoch;
  state.epoch.step = checkpoint.step;
  state.epoch.batch_size = checkpoint.batch_size;
  state.epoch.seconds = checkpoint.seconds;
}

void write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  const Json header = {{"configuration", checkpoint.configuration},
                       {"data", checkpoint.data},
                       {"epoch", checkpoint.epoch},
                       {"step", checkpoint.step},
                       {"batch_size", checkpoint.batch_size},
                       {"seconds", checkpoint.seconds},
                       {"learning_rate", checkpoint.learning_rate},
                       {"schedule", checkpoint.schedule},
                       {"records", as_json(checkpoint.records)}};
  const std::string line = header.dump() + '\n';
  write_atomically(path, {first_line({line, checkpoint.tensors}), line, checkpoint.tensors});
}

Checkpoint read_checkpoint(const std::filesystem::path& path) {
  std::string bytes = read_file(path);
  const std::size_t end = bytes.find('\n');
  if (!bytes.starts_with(format) || end == bytes.npos)
    throw std::runtime_error(path.string() + " is not a checkpoint of this program's format");
  const std::string_view rest = std::string_view(bytes).substr(format.size(), end - format.size());
  if (const std::string_view found = rest.substr(0, rest.find(' ')); found != version)
    throw std::runtime_error(
        path.string() + " has version " + text::printable(found.substr(0, 20)) +
        " of the checkpoint's format, and this program reads version " + std::string(version) +
        ": resume with the program that started the run, or start again in another folder");
  const std::string_view body = std::string_view(bytes).substr(end + 1);
  if (bytes.compare(0, end + 1, first_line({body})) != 0)
    throw std::runtime_error(path.string() +
                             " is truncated or damaged: its checksum does not match");
  const std::size_t header_end = std::min(body.find('\n'), body.size());
  try {
    Checkpoint checkpoint = from_header(parse_json(body.substr(0, header_end)));
    bytes.erase(0, end + 1 + std::min(header_end + 1, body.size()));
    checkpoint.tensors = std::move(bytes);
    return checkpoint;
  } catch (const std::exception& error) {
    throw std::runtime_error(path.string() + " is damaged: " + reason(error));
  }
}

std::string identity_of(const Checkpoint& checkpoint) {
  return "epoch " + std::to_string(checkpoint.epoch) + ", step " + std::to_string(checkpoint.step) +
         ", checksum " + std::to_string(checksum_of({checkpoint.schedule, checkpoint.tensors}));
}

}  // namespace trainer
