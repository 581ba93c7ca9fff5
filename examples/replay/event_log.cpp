#include "event_log.hpp"

#include "protobuf.hpp"
#include "support/csv.hpp"
#include "support/little_endian.hpp"
#include "support/tfrecord.hpp"

#include <cstddef>
#include <optional>
#include <utility>

namespace replay_tool {
namespace {

using protobuf::Wire;

/// Reads one file. The field and type numbers come from TensorFlow's event.proto, summary.proto,
/// tensor.proto and types.proto.
class Reader {
 public:
  Reader(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}

  [[nodiscard]] EventLog read() {
    while (const std::optional<std::string_view> payload = next_payload()) read_event(*payload);
    return std::move(log_);
  }

 private:
  /// Returns nothing at the end of the file or if the last record is incomplete.
  std::optional<std::string_view> next_payload() {
    const std::string_view rest = bytes_.substr(position_);
    if (rest.empty()) return std::nullopt;
    try {
      const std::optional<std::string_view> payload = tfrecord::first_payload(rest);
      if (!payload) return end_within_record();
      position_ += tfrecord::head_size + payload->size() + tfrecord::tail_size;
      return payload;
    } catch (const tfrecord::Damaged& error) {
      fail(rest.substr(error.position), error.what());
    }
  }

  std::optional<std::string_view> end_within_record() {
    log_.note = "ends within the record at byte " + std::to_string(position_) +
                ", which is ignored: the file may still be growing";
    return std::nullopt;
  }

  void read_event(std::string_view payload) {
    std::int64_t step = 0;
    for_each_field(payload, [&](const protobuf::Field& field) {
      if (field.is(2, Wire::varint)) step = static_cast<std::int64_t>(field.varint);
    });
    for_each_field(payload, [&](const protobuf::Field& field) {
      if (field.is(5, Wire::bytes)) read_summary(field.bytes, step);
    });
  }

  void read_summary(std::string_view summary, std::int64_t step) {
    for_each_field(summary, [&](const protobuf::Field& field) {
      if (field.is(1, Wire::bytes)) read_value(field.bytes, step);
    });
  }

  void read_value(std::string_view value, std::int64_t step) {
    std::string_view tag;
    std::optional<double> number;
    for_each_field(value, [&](const protobuf::Field& field) {
      if (field.is(1, Wire::bytes)) tag = field.bytes;
      if (field.is(2, Wire::fixed32)) number = protobuf::floating<float>(field.bytes);
      if (field.is(8, Wire::bytes)) number = scalar_of(field.bytes);
    });
    if (!number) return;
    auto found = log_.tags.find(tag);
    if (found == log_.tags.end()) found = log_.tags.emplace(tag, ScalarsByStep{}).first;
    found->second[step] = *number;
  }

  /// The number in a tensor of one float or double; nothing for any other tensor.
  std::optional<double> scalar_of(std::string_view tensor) const {
    std::uint64_t type = 0;
    std::string_view numbers;
    std::size_t size = 0;
    for_each_field(tensor, [&](const protobuf::Field& field) {
      if (field.is(1, Wire::varint)) type = field.varint;
      // The raw content, or a packed or unpacked list of floats or doubles.
      const bool holds_numbers = field.is(4, Wire::bytes) || field.is(5, Wire::bytes) ||
                                 field.is(5, Wire::fixed32) || field.is(6, Wire::bytes) ||
                                 field.is(6, Wire::fixed64);
      if (!holds_numbers) return;
      numbers = field.bytes;
      size += numbers.size();
    });
    if (size != numbers.size()) return std::nullopt;
    if (type == 1 && size == sizeof(float)) return protobuf::floating<float>(numbers);
    if (type == 2 && size == sizeof(double)) return protobuf::floating<double>(numbers);
    return std::nullopt;
  }

  template <typename Read>
  void for_each_field(std::string_view bytes, Read read) const {
    protobuf::Message message(bytes);
    const auto next = [&] {
      try {
        return message.next();
      } catch (const protobuf::Error& error) {
        fail(message.rest(), error.what());
      }
    };
    while (const std::optional<protobuf::Field> field = next()) read(*field);
  }

  [[noreturn]] void fail(std::string_view at, const std::string& what) const {
    throw csv::FileError(name_, "byte " + std::to_string(at.data() - bytes_.data()) + ": " + what);
  }

  std::string_view bytes_;
  const std::string& name_;
  std::size_t position_ = 0;
  EventLog log_;
};

}  // namespace

EventLog parse_events(std::string_view bytes, const std::string& name) {
  return Reader(bytes, name).read();
}

bool begins_with_record(std::string_view bytes) {
  return bytes.size() >= tfrecord::head_size &&
         tfrecord::masked_crc32c(bytes.substr(0, tfrecord::length_size)) ==
             support::little_endian<std::uint32_t>(bytes, tfrecord::length_size);
}

}  // namespace replay_tool
