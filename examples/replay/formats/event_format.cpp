#include "formats/event_format.hpp"

#include "event_log.hpp"

#include <istream>
#include <iterator>
#include <utility>

namespace replay_tool {

bool is_events(std::string_view head) { return begins_with_record(head); }

Contents read_events(std::istream& in, const std::string& file, const Keep& /*keep*/) {
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  EventLog log = parse_events(bytes, file);
  Contents contents{.note = std::move(log.note)};
  for (const auto& [tag, scalars] : log.tags) {
    Series& series = contents.series.emplace_back(tag);
    for (const auto& [step, value] : scalars) series.add(step, value);
  }
  return contents;
}

}  // namespace replay_tool
