#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace replay_tool {

/// The numbers that one tag has in an event file, by step. Where a step comes twice, as in a run
/// that was resumed from before its end, the last one stands.
using ScalarsByStep = std::map<std::int64_t, double>;

/// What TensorBoard would show as scalars in an event file.
struct EventLog {
  std::map<std::string, ScalarsByStep, std::less<>> tags;
  std::string note;  ///< that the file ends within a record, and where; "" if it does not
};

/// Reads the bytes of an event file: records of a length (64 bits), the masked CRC-32C of the
/// length, the payload and its masked CRC-32C, in little-endian order; each payload an Event of
/// TensorFlow in protobuf. Scalars are values with a `simple_value`, and tensors of one float or
/// double. All else is passed over.
///
/// A file that ends within a record, as one does that is being written, is read up to there. Any
/// other damage throws csv::FileError with the offset of the byte; `name` names the file in it.
/// Takes memory in proportion to the bytes that are there, whatever lengths they claim.
[[nodiscard]] EventLog parse_events(std::string_view bytes, const std::string& name);

/// Whether TensorBoard would take a file of this name for an event file: it contains "tfevents".
[[nodiscard]] bool is_event_file(std::string_view name);

/// Reads an event file. Throws csv::FileError as parse_events does, and if it cannot be read.
[[nodiscard]] EventLog read_events(const std::string& file);

}  // namespace replay_tool
