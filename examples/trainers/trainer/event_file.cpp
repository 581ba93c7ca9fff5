#include "trainer/event_file.hpp"

#include "tfrecord/crc32c.hpp"
#include "trainer/files.hpp"
#include "trainer/little_endian.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>

namespace trainer {
namespace {

constexpr std::string_view version = "brain.Event:2";

// A record is a payload preceded by its length and the length's checksum, and followed by its own.
constexpr std::size_t head_size = 12;
constexpr std::size_t tail_size = 4;

// The fields of TensorFlow's messages, as protobuf tags them: number << 3 | wire type.
constexpr char wall_time_tag = 1 << 3 | 1;
constexpr char step_tag = 2 << 3 | 0;
constexpr char file_version_tag = 3 << 3 | 2;
constexpr char summary_tag = 5 << 3 | 2;
constexpr char value_tag = 1 << 3 | 2;  // in a summary
constexpr char name_tag = 1 << 3 | 2;   // in a value
constexpr char number_tag = 2 << 3 | 5;

/// Base-128 encoding, the lowest seven bits first; all bytes but the last have their highest bit
/// set.
std::string varint(std::uint64_t number) {
  std::string bytes;
  for (; number >= 0x80; number >>= 7) bytes += static_cast<char>((number & 0x7f) | 0x80);
  return bytes += static_cast<char>(number);
}

std::uint64_t from_varint(std::string_view bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes.size() && i < 10; ++i) {
    number |= static_cast<std::uint64_t>(bytes[i] & 0x7f) << (7 * i);
    if ((bytes[i] & 0x80) == 0) break;
  }
  return number;
}

std::string field(char tag, std::string_view bytes) {
  return tag + varint(bytes.size()) + std::string(bytes);
}

/// The payload of an event; `rest` follows its time and step.
std::string event(double wall_time, std::int64_t step, std::string_view rest) {
  return wall_time_tag + to_little_endian(std::bit_cast<std::uint64_t>(wall_time)) + step_tag +
         varint(static_cast<std::uint64_t>(step)) + std::string(rest);
}

std::optional<std::int64_t> step_of(std::string_view payload) {
  constexpr std::size_t step_at = 1 + sizeof(double);
  if (payload.size() < step_at + 2 || payload[0] != wall_time_tag || payload[step_at] != step_tag)
    return std::nullopt;
  return static_cast<std::int64_t>(from_varint(payload.substr(step_at + 1)));
}

std::string masked_checksum(std::string_view bytes) {
  return to_little_endian(tfrecord::masked_crc32c(bytes));
}

std::string record(std::string_view payload) {
  const std::string length = to_little_endian(std::uint64_t{payload.size()});
  return length + masked_checksum(length) + std::string(payload) + masked_checksum(payload);
}

/// The payload of the first record in `bytes`; nothing if they do not start with a complete record.
std::optional<std::string_view> first_payload(std::string_view bytes) {
  if (bytes.size() < head_size + tail_size) return std::nullopt;
  const std::string_view length = bytes.substr(0, 8);
  if (bytes.substr(8, 4) != masked_checksum(length)) return std::nullopt;
  const auto size = little_endian<std::uint64_t>(length, 0);
  if (size > bytes.size() - head_size - tail_size) return std::nullopt;
  const std::string_view payload = bytes.substr(head_size, size);
  if (bytes.substr(head_size + size, tail_size) != masked_checksum(payload)) return std::nullopt;
  return payload;
}

/// The records before the first incomplete one, where TensorBoard stops reading, whose payload is
/// wanted.
template <typename Predicate>
std::string records(std::string_view bytes, Predicate wanted) {
  std::string kept;
  while (const std::optional<std::string_view> payload = first_payload(bytes)) {
    const std::size_t size = head_size + payload->size() + tail_size;
    if (wanted(*payload)) kept += bytes.substr(0, size);
    bytes.remove_prefix(size);
  }
  return kept;
}

double now() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration<double>(since_1970).count();
}

}  // namespace

EventFile::EventFile(std::filesystem::path path) : path_(std::move(path)) {
  if (!std::filesystem::exists(path_)) {
    write_atomically(path_, {record(event(now(), 0, field(file_version_tag, version)))});
    return;
  }
  const std::string bytes = read_file(path_);
  const std::optional<std::string_view> first = first_payload(bytes);
  if (!first || !first->ends_with(field(file_version_tag, version)))
    throw std::runtime_error(path_.string() + " is not an event file: it does not start with " +
                             std::string(version));
  const std::string whole = records(bytes, [](std::string_view) { return true; });
  if (whole.size() != bytes.size()) write_atomically(path_, {whole});
}

void EventFile::keep(std::int64_t step) const {
  const std::string bytes = read_file(path_);
  const std::string kept = records(bytes, [&](std::string_view payload) {
    const std::optional<std::int64_t> of_event = step_of(payload);
    if (!of_event) throw std::runtime_error(path_.string() + " has an event without a step");
    return *of_event <= step;
  });
  if (kept.size() != bytes.size()) write_atomically(path_, {kept});
}

void EventFile::add(std::int64_t step, double wall_time,
                    std::span<const std::pair<std::string, double>> scalars) const {
  std::string values;
  for (const auto& [tag, value] : scalars) {
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(value));
    values += field(value_tag, field(name_tag, tag) + number_tag + to_little_endian(bits));
  }
  append_bytes(path_, record(event(wall_time, step, field(summary_tag, values))));
}

}  // namespace trainer
