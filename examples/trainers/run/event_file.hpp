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

/// A file of events for TensorBoard: values by tag and step.
///
/// The file is a TFRecord file (support/tfrecord.hpp). The payload of a record is an Event of
/// TensorFlow in protobuf: wall_time, step and a summary of tags and values; the first record has the
/// file's version in place of the summary. Values are kept as floats.
///
/// TensorBoard looks for names that contain "tfevents", so name a file like
/// events.out.tfevents.NAME.
///
/// Two processes must not write to the same event file.
class EventFile {
 public:
  explicit EventFile(std::filesystem::path path);

  /// Whether the file begins with these events, at whatever times. Throws std::system_error.
  [[nodiscard]] bool begins_with(const std::vector<Event>& events) const;

  /// Makes these the only events of the file: cuts off what follows them, or rewrites the file with the
  /// present time if one of them is missing or damaged. Returns whether all of them were there. Throws
  /// std::system_error.
  bool keep(const std::vector<Event>& events) const;

  /// Appends an event and syncs it to the disk. `wall_time` is in seconds since 1970. Throws
  /// std::system_error that names the file, which is then unchanged.
  void add(const Event& event, double wall_time) const;

 private:
  std::filesystem::path path_;
};

}  // namespace trainer
