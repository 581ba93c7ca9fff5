#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace trainer {

/// The values of some tags at a step.
struct Event {
  std::int64_t step = 0;
  std::vector<std::pair<std::string, double>> scalars = {};
};

/// A file of events that TensorBoard shows: numbers under a tag over the steps.
///
/// The file is a TFRecord file: each record is the length of its payload (64 bits), the masked
/// CRC-32C of the length, the payload and its masked CRC-32C, all in little-endian order, where
/// masked(c) = ((c >> 15) | (c << 17)) + 0xa282ead8 in 32 bits. The payload is an Event of TensorFlow
/// in protobuf: wall_time, step and a summary of tags and values; the first one has the file's
/// version in place of the summary. Values are kept as floats.
///
/// TensorBoard looks for names that contain "tfevents", so a file is to be named like
/// events.out.tfevents.NAME.
///
/// The event files of two processes must be two files.
class EventFile {
 public:
  explicit EventFile(std::filesystem::path path);

  /// Whether the file begins with these events, at whatever times. Throws std::system_error.
  [[nodiscard]] bool begins_with(const std::vector<Event>& events) const;

  /// Makes these the events of the file. What follows them is cut off; where one of them is missing or
  /// damaged, the file is written anew with all of them, at the present time. Returns whether they
  /// were there. Throws std::system_error.
  bool keep(const std::vector<Event>& events) const;

  /// Appends an event, and syncs it to the disk. `wall_time` is in seconds since 1970. Throws
  /// std::system_error that names the file, which is then as it was.
  void add(const Event& event, double wall_time) const;

 private:
  std::filesystem::path path_;
};

}  // namespace trainer
