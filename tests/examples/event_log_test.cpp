#include "event_log.hpp"

#include "run/event_file.hpp"
#include "support/csv.hpp"
#include "support/message.hpp"
#include "trainers/temporary_folder.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using replay_tool::EventLog;
using replay_tool::parse_events;
using replay_tool::ScalarsByStep;

namespace {

std::string little_endian(std::uint64_t number, std::size_t size) {
  std::string bytes;
  for (; bytes.size() < size; number >>= 8) bytes += static_cast<char>(number & 0xff);
  return bytes;
}

std::string bytes_of(float number) {
  return little_endian(std::bit_cast<std::uint32_t>(number), 4);
}
std::string bytes_of(double number) {
  return little_endian(std::bit_cast<std::uint64_t>(number), 8);
}

/// CRC-32C by long division, lowest bit of each byte first, and then masked as in TFRecord.
std::string masked_checksum(std::string_view bytes) {
  std::uint32_t remainder = 0xffffffff;
  for (const char byte : bytes)
    for (int bit = 0; bit < 8; ++bit) {
      const bool out = ((remainder ^ static_cast<unsigned char>(byte) >> bit) & 1) != 0;
      remainder = remainder >> 1 ^ (out ? 0x82f63b78U : 0U);
    }
  return little_endian(std::rotr(~remainder, 15) + 0xa282ead8U, 4);
}

std::string record(std::string_view payload) {
  const std::string length = little_endian(payload.size(), 8);
  return length + masked_checksum(length) + std::string(payload) + masked_checksum(payload);
}

std::string varint(std::uint64_t number) {
  std::string bytes;
  for (; number >= 0x80; number >>= 7) bytes += static_cast<char>(number | 0x80);
  return bytes + static_cast<char>(number);
}

std::string bytes_field(unsigned number, std::string_view bytes) {
  return varint(number << 3 | 2) + varint(bytes.size()) + std::string(bytes);
}
std::string varint_field(unsigned number, std::uint64_t value) {
  return varint(number << 3) + varint(value);
}
std::string fixed_field(unsigned number, std::string_view bytes) {
  return varint(number << 3 | (bytes.size() == 8 ? 1 : 5)) + std::string(bytes);
}

std::string simple(const std::string& tag, float number) {
  return bytes_field(1, tag) + fixed_field(2, bytes_of(number));
}

std::string tensor(const std::string& tag, const std::string& tensor) {
  // In field 9, TensorFlow names the plugin that displays the value.
  return bytes_field(1, tag) + bytes_field(8, tensor) + bytes_field(9, "\x0a\x09\x0a\x07scalars");
}

std::string event(std::int64_t step, const std::vector<std::string>& values) {
  std::string summary;
  for (const std::string& value : values) summary += bytes_field(1, value);
  return record(fixed_field(1, bytes_of(1.5e9)) +
                varint_field(2, static_cast<std::uint64_t>(step)) + bytes_field(5, summary));
}

const std::string version =
    record(fixed_field(1, bytes_of(1.5e9)) + bytes_field(3, "brain.Event:2"));

/// The scalars of the tag "loss" in a file of one event, at step 1.
ScalarsByStep loss_in(const std::string& value) {
  EventLog log = parse_events(event(1, {value}), "events");
  return log.tags["loss"];
}

std::string event_error(const std::string& bytes) {
  return test::message<csv::FileError>([&] { (void)parse_events(bytes, "events"); });
}

}  // namespace

TEST_CASE("simple values are read by tag and step") {
  const EventLog log =
      parse_events(version + event(1, {simple("loss", 0.5F), simple("rate", 0.25F)}) +
                       event(2, {simple("loss", 0.125F)}) + event(-1, {simple("loss", 4.0F)}),
                   "events");
  CHECK(log.tags.size() == 2);
  CHECK(log.tags.at("loss") == ScalarsByStep{{-1, 4.0}, {1, 0.5}, {2, 0.125}});
  CHECK(log.tags.at("rate") == ScalarsByStep{{1, 0.25}});
  CHECK(log.note.empty());
}

TEST_CASE("scalars can be tensors of one float or double in any encoding") {
  const std::string a_float = varint_field(1, 1);
  const std::string a_double = varint_field(1, 2);
  const std::string no_shape = bytes_field(2, "");
  CHECK(loss_in(tensor("loss", a_float + no_shape + bytes_field(4, bytes_of(0.5F))))[1] == 0.5);
  CHECK(loss_in(tensor("loss", a_float + bytes_field(5, bytes_of(0.25F))))[1] == 0.25);
  CHECK(loss_in(tensor("loss", a_float + fixed_field(5, bytes_of(0.75F))))[1] == 0.75);
  CHECK(loss_in(tensor("loss", bytes_field(4, bytes_of(0.1)) + a_double))[1] == 0.1);
  CHECK(loss_in(tensor("loss", a_double + bytes_field(6, bytes_of(0.3))))[1] == 0.3);
  CHECK(loss_in(tensor("loss", a_double + fixed_field(6, bytes_of(0.7))))[1] == 0.7);
}

TEST_CASE("values that are no scalars are skipped") {
  const std::string a_float = varint_field(1, 1);
  const std::string two = bytes_of(1.0F) + bytes_of(2.0F);
  for (const std::string& value :
       {tensor("loss", a_float + bytes_field(5, two)),
        tensor("loss", a_float + fixed_field(5, bytes_of(1.0F)) + fixed_field(5, bytes_of(2.0F))),
        tensor("loss", varint_field(1, 7) + bytes_field(8, "text")), tensor("loss", ""),
        bytes_field(1, "loss") + bytes_field(5, "a histogram"), std::string()})
    CHECK(loss_in(value).empty());
  // An event without a summary but with other fields, and an event without a step.
  CHECK(
      parse_events(record(varint_field(2, 3) + bytes_field(4, "a graph")), "events").tags.empty());
  CHECK(parse_events(record(bytes_field(5, bytes_field(1, simple("loss", 2.0F)))), "events")
            .tags.at("loss") == ScalarsByStep{{0, 2.0}});
  CHECK(parse_events("", "events").tags.empty());
}

TEST_CASE("the last value of a step is kept, as after a resumption") {
  const EventLog log =
      parse_events(event(1, {simple("loss", 8.0F)}) + event(2, {simple("loss", 4.0F)}) +
                       event(3, {simple("loss", 9.0F)}) + event(2, {simple("loss", 5.0F)}),
                   "events");
  CHECK(log.tags.at("loss") == ScalarsByStep{{1, 8.0}, {2, 5.0}, {3, 9.0}});
}

TEST_CASE("a file is read up to an incomplete record, whose position is reported") {
  const std::string whole = version + event(1, {simple("loss", 0.5F)});
  const std::string next = event(2, {simple("loss", 0.25F)});
  for (std::size_t size = 1; size < next.size(); ++size) {
    CAPTURE(size);
    const EventLog log = parse_events(whole + next.substr(0, size), "events");
    CHECK(log.tags.at("loss") == ScalarsByStep{{1, 0.5}});
    CHECK(log.note == "ends within the record at byte " + std::to_string(whole.size()) +
                          ", which is ignored: the file may still be growing");
  }
}

TEST_CASE("a record with a length beyond the end of the file is incomplete") {
  const std::string length = little_endian(0xffffffffffffffff, 8);
  CHECK_FALSE(parse_events(length + masked_checksum(length) + "more", "events").note.empty());
}

TEST_CASE("errors give the byte offset of damage") {
  std::string bytes = version + event(1, {simple("loss", 0.5F)});
  const std::string at = std::to_string(version.size());
  const std::string at_payload = std::to_string(version.size() + 12);
  std::string length_damaged = bytes;
  length_damaged[version.size() + 2] ^= 1;
  CHECK(event_error(length_damaged) ==
        "events: byte " + at + ": the checksum of a record's length does not match");
  std::string payload_damaged = bytes;
  payload_damaged[version.size() + 20] ^= 1;
  CHECK(event_error(payload_damaged) ==
        "events: byte " + at_payload + ": the checksum of a record's payload does not match");
  std::string last_byte_damaged = bytes;
  last_byte_damaged.back() ^= 1;
  CHECK(event_error(last_byte_damaged) ==
        "events: byte " + at_payload + ": the checksum of a record's payload does not match");
}

TEST_CASE("errors give the byte offset of the field in an invalid message") {
  // The field follows twelve bytes of the record header and two bytes of the step.
  const std::string step = varint_field(2, 1);
  CHECK(event_error(record(step + "\x2a\x7f")) ==
        "events: byte 14: a field is longer than its message");
  CHECK(event_error(record(step + "\x2a")) ==
        "events: byte 14: a field is longer than its message");
  CHECK(event_error(record(step + "\x2b")) == "events: byte 14: a field has an unknown wire type");
  CHECK(event_error(record(step + "\x10" + std::string(10, '\xff'))) ==
        "events: byte 14: a varint is longer than ten bytes");
  // Two more bytes for the header of the summary, and two for that of the value.
  CHECK(event_error(record(step + bytes_field(5, bytes_field(1, "\x15\x01")))) ==
        "events: byte 18: a field is longer than its message");
}

TEST_CASE("files written by the trainers are read") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "events.out.tfevents.run";
  const trainer::EventFile events(file);
  (void)events.keep({});
  events.add({1, {{"train_loss", 2.5}, {"learning_rate", 0.5}}}, 1.5e9);
  events.add({300, {{"train_loss", std::nan("")}}}, 1.5e9);
  const EventLog log = parse_events(csv::read_bytes(file.string()), "events");
  CHECK(log.tags.size() == 2);
  CHECK(log.tags.at("train_loss").at(1) == 2.5);
  CHECK(std::isnan(log.tags.at("train_loss").at(300)));
  CHECK(log.tags.at("learning_rate") == ScalarsByStep{{1, 0.5}});
  CHECK(log.note.empty());
}

TEST_CASE("an event file is recognised by its first record") {
  const std::string first = version.substr(0, 12);
  CHECK(replay_tool::begins_with_record(version));
  CHECK(replay_tool::begins_with_record(first));
  CHECK_FALSE(replay_tool::begins_with_record(first.substr(0, 11)));
  CHECK_FALSE(replay_tool::begins_with_record("epoch,train_loss\n1,2\n"));
}
