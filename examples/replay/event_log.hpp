#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace replay_tool {

/// The numbers of one tag in an event file, by step. If a step occurs more than once, as in a run
/// that was resumed from an earlier step, the last value is kept.
using ScalarsByStep = std::map<std::int64_t, double>;

/// The scalars of an event file, as TensorBoard shows them.
struct EventLog {
  std::map<std::string, ScalarsByStep, std::less<>> tags;
  std::string note;  ///< says where the file ends within a record; empty if it does not
};

/// Reads the bytes of an event file. A record consists of the length (64 bits), the masked CRC-32C
/// of the length, the payload and the masked CRC-32C of the payload, in little-endian order. Each
/// payload is a TensorFlow Event in protobuf format. Scalars are values with a `simple_value`, and
/// tensors of one float or double. Everything else is skipped.
///
/// A file that ends within a record, because it is still being written, is read up to that record.
/// Any other damage throws csv::FileError with the byte offset and the file name `name`. The memory
/// use is proportional to the size of the file, regardless of the lengths that the records claim.
[[nodiscard]] EventLog parse_events(std::string_view bytes, const std::string& name);

/// Whether the bytes begin with the length of a record and its checksum.
[[nodiscard]] bool begins_with_record(std::string_view bytes);

}  // namespace replay_tool
