#include "trainer/checkpoint.hpp"

#include "trainer/files.hpp"
#include "trainer/network.hpp"
#include "trainer/schedule.hpp"

#include <initializer_list>
#include <stdexcept>
#include <utility>

#include <torch/optim/optimizer.h>
#include <torch/serialize/input-archive.h>
#include <torch/serialize/output-archive.h>
#include <zlib.h>

namespace trainer {
namespace {

using Json = nlohmann::ordered_json;
using torch::serialize::InputArchive;
using torch::serialize::OutputArchive;

// The file: "<format> <checksum of the rest>", a line of JSON, and the tensors.
constexpr std::string_view format = "learning-stages-checkpoint ";
constexpr std::string_view version = "3";

std::string to_bytes(OutputArchive& archive) {
  std::string bytes;
  archive.save_to([&](const void* data, std::size_t size) {
    bytes.append(static_cast<const char*>(data), size);
    return size;
  });
  return bytes;
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

}  // namespace

Checkpoint take_checkpoint(const TrainingState& state, Json configuration, Json data) {
  OutputArchive archive;
  OutputArchive network;
  OutputArchive optimizer;
  state.network.save(network);
  state.optimizer.save(optimizer);
  archive.write("network", network);
  archive.write("optimizer", optimizer);
  archive.write("sums", state.epoch.sums);
  return {.configuration = std::move(configuration),
          .data = std::move(data),
          .epoch = state.epoch.number,
          .step = state.epoch.step,
          .batch_size = state.epoch.batch_size,
          .seconds = state.epoch.seconds,
          .learning_rate = learning_rate(state.optimizer),
          .schedule = state.schedule.save(),
          .tensors = to_bytes(archive)};
}

void restore(const Checkpoint& checkpoint, TrainingState& state) {
  const at::Device device = state.epoch.sums.device();
  InputArchive archive;
  InputArchive network;
  InputArchive optimizer;
  archive.load_from(checkpoint.tensors.data(), checkpoint.tensors.size(), device);
  archive.read("network", network);
  archive.read("optimizer", optimizer);
  archive.read("sums", state.epoch.sums);
  state.network.load(network);
  state.optimizer.load(optimizer);
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
                       {"schedule", checkpoint.schedule}};
  const std::string line = header.dump() + '\n';
  write_atomically(path, {first_line({line, checkpoint.tensors}), line, checkpoint.tensors});
}

Checkpoint read_checkpoint(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  const std::size_t end = bytes.find('\n');
  if (!bytes.starts_with(format) || end == bytes.npos)
    throw std::runtime_error(path.string() + " is not a checkpoint of this program's format");
  const std::string_view rest = std::string_view(bytes).substr(format.size());
  if (const std::string_view found = rest.substr(0, rest.find(' ')); found != version)
    throw std::runtime_error(path.string() + " has version " + std::string(found) +
                             " of the checkpoint's format, and this program reads version " +
                             std::string(version));
  const std::string_view body = std::string_view(bytes).substr(end + 1);
  if (bytes.compare(0, end + 1, first_line({body})) != 0)
    throw std::runtime_error(path.string() + " is truncated or damaged: its checksum does not fit");
  const std::size_t header_end = body.find('\n');
  const Json header = Json::parse(body.substr(0, header_end));
  return {.configuration = header.at("configuration"),
          .data = header.at("data"),
          .epoch = header.at("epoch"),
          .step = header.at("step"),
          .batch_size = header.at("batch_size"),
          .seconds = header.at("seconds"),
          .learning_rate = header.at("learning_rate"),
          .schedule = header.at("schedule"),
          .tensors = std::string(body.substr(header_end + 1))};
}

std::string identity_of(const Checkpoint& checkpoint) {
  return "epoch " + std::to_string(checkpoint.epoch) + ", step " + std::to_string(checkpoint.step) +
         ", checksum " + std::to_string(checksum_of({checkpoint.schedule, checkpoint.tensors}));
}

}  // namespace trainer
