#include "run/checkpoint_file.hpp"

#include "run/json_text.hpp"
#include "run/recipe_ranges.hpp"
#include "support/crc32.hpp"
#include "support/files.hpp"
#include "support/printable.hpp"

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <unistd.h>

namespace trainer {
namespace {

using Json = nlohmann::ordered_json;

// The file: "<format> <checksum of the rest>", a line of JSON, and the tensors.
constexpr std::string_view format = "learning-stages-checkpoint ";
constexpr std::string_view version = "5";

/// The machine's memory. A checkpoint fits into it, since it is written and read as a whole; a sparse
/// file, which takes no room on the disk, need not.
std::uint64_t most_bytes() {
  return static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) *
         static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

/// The first line: the format, and the checksum of what follows.
std::string first_line(std::initializer_list<std::string_view> parts) {
  return std::string(format) + std::string(version) + ' ' +
         std::to_string(support::crc32_of(parts)) + '\n';
}

Json as_json(const RecordChecksums& records) {
  Json json = Json::object();
  for (const auto& [name, lines] : records) json[name] = lines.text();
  return json;
}

RecordChecksums records_of(const Json& json) {
  support::require(json.is_object(), "records", "an object", json.type_name());
  RecordChecksums records;
  for (const auto& [name, lines] : json.items()) {
    support::require(name.find('/') == name.npos, "records", "files of the run's folder", name);
    records.emplace(name, LineChecksums(text_at(json, name)));
  }
  return records;
}

/// Parses the header and checks that its values are in the ranges of a command line and a run.
Checkpoint from_header(const Json& header) {
  Checkpoint checkpoint = {.configuration = value_at(header, "configuration"),
                           .data = value_at(header, "data"),
                           .epoch = integer_at(header, "epoch"),
                           .step = integer_at(header, "step"),
                           .batch_size = integer_at(header, "batch_size"),
                           .seconds = number_at(header, "seconds"),
                           .learning_rate = number_at(header, "learning_rate"),
                           .schedule = text_at(header, "schedule"),
                           .records = records_of(value_at(header, "records"))};
  const Checkpoint& c = checkpoint;
  support::require(c.epoch >= 1 && c.epoch <= most_epochs + 1, "epoch", "in 1 … 1000000001",
                   c.epoch);
  support::require(c.step >= 0 && c.step <= most_images, "step", "in 0 … 1000000000", c.step);
  require_batch_size("batch_size", c.batch_size);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  support::require(c.seconds >= 0.0 && c.seconds < infinity, "seconds", "at least 0 and finite",
                   c.seconds);
  // Endless decays reach 0, where the schedule stops.
  support::require(c.learning_rate >= 0.0 && c.learning_rate < infinity, "learning_rate",
                   "at least 0 and finite", c.learning_rate);
  return checkpoint;
}

}  // namespace

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
  support::write_atomically(path,
                            {first_line({line, checkpoint.tensors}), line, checkpoint.tensors});
}

Checkpoint read_checkpoint(const std::filesystem::path& path) {
  return parse_checkpoint(support::read_file(path, most_bytes()), path.string());
}

Checkpoint parse_checkpoint(std::string bytes, const std::string& file) {
  const std::size_t end = bytes.find('\n');
  if (!bytes.starts_with(format) || end == bytes.npos)
    throw std::runtime_error(file + " is not a checkpoint of this program's format");
  const std::string_view rest = std::string_view(bytes).substr(format.size(), end - format.size());
  if (const std::string_view found = rest.substr(0, rest.find(' ')); found != version)
    throw std::runtime_error(
        file + " has version " + support::printable(found.substr(0, 20)) +
        " of the checkpoint's format, and this program reads version " + std::string(version) +
        ": resume with the program that started the run, or start again in another folder");
  const std::string_view body = std::string_view(bytes).substr(end + 1);
  if (bytes.compare(0, end + 1, first_line({body})) != 0)
    throw std::runtime_error(file + " is truncated or damaged: its checksum does not match");
  const std::size_t header_end = std::min(body.find('\n'), body.size());
  try {
    Checkpoint checkpoint = from_header(parse_json(body.substr(0, header_end)));
    bytes.erase(0, end + 1 + std::min(header_end + 1, body.size()));
    checkpoint.tensors = std::move(bytes);
    return checkpoint;
  } catch (const std::exception& error) {
    throw std::runtime_error(file + " is damaged: " + error.what());
  }
}

std::string identity_of(const Checkpoint& checkpoint) {
  return "epoch " + std::to_string(checkpoint.epoch) + ", step " + std::to_string(checkpoint.step) +
         ", checksum " +
         std::to_string(support::crc32_of({checkpoint.schedule, checkpoint.tensors}));
}

}  // namespace trainer
