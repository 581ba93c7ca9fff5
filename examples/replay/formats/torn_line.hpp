#pragma once

#include <cstdint>
#include <string>

namespace replay_tool {

/// Says that a last line without a line end was ignored.
[[nodiscard]] inline std::string note_on_torn_line(std::int64_t line) {
  return "line " + std::to_string(line) + " is torn and ignored: the file may still be growing";
}

}  // namespace replay_tool
