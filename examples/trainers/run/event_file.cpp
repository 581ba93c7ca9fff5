#include "run/event_file.hpp"

#include "support/files.hpp"
#include "support/little_endian.hpp"
#include "support/text.hpp"
#include "support/tfrecord.hpp"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace trainer {
namespace {

constexpr std::string_view event_version = "brain.Event:2";

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

std::string field(char tag, std::string_view bytes) {
  return tag + varint(bytes.size()) + std::string(bytes);
}

/// The payload of an event; `rest` is what it has beside its time and step.
std::string payload_of(double wall_time, std::int64_t step, std::string_view rest) {
  return wall_time_tag + support::to_little_endian(std::bit_cast<std::uint64_t>(wall_time)) +
         step_tag + varint(static_cast<std::uint64_t>(step)) + std::string(rest);
}

std::string payload_of(double wall_time, const Event& event) {
  std::string values;
  for (const auto& [tag, value] : event.scalars) {
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(value));
    values += field(value_tag, field(name_tag, tag) + number_tag + support::to_little_endian(bits));
  }
  return payload_of(wall_time, event.step, field(summary_tag, values));
}

/// All of a payload but the time, which comes first.
std::string_view untimed(std::string_view payload) {
  return payload.substr(std::min(payload.size(), 1 + sizeof(double)));
}

/// The payload of the first record in `bytes`; nothing if they do not start with an undamaged one.
std::optional<std::string_view> first_payload(std::string_view bytes) {
  try {
    return tfrecord::first_payload(bytes);
  } catch (const tfrecord::Damaged&) {
    return std::nullopt;
  }
}

double now() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration<double>(since_1970).count();
}

/// What a file of these events has in its records, at the present time.
std::vector<std::string> payloads_of(const std::vector<Event>& events) {
  const double time = now();
  std::vector<std::string> payloads = {payload_of(time, 0, field(file_version_tag, event_version))};
  for (const Event& event : events) payloads.push_back(payload_of(time, event));
  return payloads;
}

/// What follows the records that have these payloads, at whatever times; nothing if `bytes` do not
/// begin with them.
std::optional<std::string_view> after_records(std::string_view bytes,
                                              const std::vector<std::string>& payloads) {
  for (const std::string& expected : payloads) {
    const std::optional<std::string_view> payload = first_payload(bytes);
    if (!payload || untimed(*payload) != untimed(expected)) return std::nullopt;
    bytes.remove_prefix(tfrecord::head_size + payload->size() + tfrecord::tail_size);
  }
  return bytes;
}

}  // namespace

EventFile::EventFile(std::filesystem::path path) : path_(std::move(path)) {}

bool EventFile::begins_with(const std::vector<Event>& events) const {
  return after_records(support::read_file(path_), payloads_of(events)).has_value();
}

bool EventFile::keep(const std::vector<Event>& events) const {
  const std::string bytes = std::filesystem::exists(path_) ? support::read_file(path_) : "";
  const std::vector<std::string> payloads = payloads_of(events);
  const std::optional<std::string_view> rest = after_records(bytes, payloads);
  if (!rest)
    support::write_atomically(path_, {support::joined(payloads, "", tfrecord::record)});
  else if (!rest->empty())
    support::write_atomically(path_,
                              {std::string_view(bytes).substr(0, bytes.size() - rest->size())});
  return rest.has_value();
}

void EventFile::add(const Event& event, double wall_time) const {
  support::append_bytes(path_, tfrecord::record(payload_of(wall_time, event)));
}

}  // namespace trainer
