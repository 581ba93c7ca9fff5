#pragma once

#include "formats/contents.hpp"

#include <iosfwd>
#include <string>
#include <string_view>

namespace replay_tool {

/// Whether lines with at least two numbers have the form of a trainer's (see trainers_lines).
[[nodiscard]] bool is_printed(std::string_view head);

/// Reads what a trainer printed. All other lines are skipped. Lines of the same step share a position,
/// so that a learning rate that is printed after a loss belongs to it. A name that occurs again begins
/// another position.
[[nodiscard]] Contents read_printed(std::istream& in, const std::string& file, const Keep& keep);

}  // namespace replay_tool
