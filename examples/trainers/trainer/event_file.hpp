#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace trainer {

/// A file of events for TensorBoard: values by tag and step.
///
/// The file is a TFRecord file: each record is the length of its payload (64 bits), the masked
/// CRC-32C of the length, the payload and its masked CRC-32C, all in little-endian order, where
/// masked(c) = ((c >> 15) | (c << 17)) + 0xa282ead8 in 32 bits. The payload is an Event of TensorFlow
/// in protobuf: wall_time, step and a summary of tags and values; the first record has the file's
/// version in place of the summary. Values are kept as floats.
///
/// TensorBoard looks for names that contain "tfevents", so name a file like
/// events.out.tfevents.NAME.
///
/// Two processes must not write to the same event file.
class EventFile {
 public:
  /// Opens a file, or creates it in an existing folder. Anything after the last complete record,
  /// left by a crash, is cut off. Throws std::runtime_error that names the file if it does not
  /// start like an event file, and std::system_error.
  explicit EventFile(std::filesystem::path path);

  /// Removes the events of steps after `step`. Replaces the file atomically, or leaves it alone if
  /// there are none. Throws std::system_error, and std::runtime_error that names the file for an
  /// event that add() did not write.
  void keep(std::int64_t step) const;

  /// Appends the values of some tags at a step and syncs them to the disk. `wall_time` is in
  /// seconds since 1970. Throws std::system_error that names the file, which is then unchanged.
  void add(std::int64_t step, double wall_time,
           std::span<const std::pair<std::string, double>> scalars) const;

 private:
  std::filesystem::path path_;
};

}  // namespace trainer
