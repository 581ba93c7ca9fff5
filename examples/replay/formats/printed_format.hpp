#pragma once

#include "formats/contents.hpp"
#include "formats/named_lines.hpp"

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace replay_tool {

/// The number of values in lines of the form of a trainer's (see trainers_lines).
[[nodiscard]] std::size_t count_printed(std::string_view text);

/// Whether lines with at least two numbers have the form of a trainer's.
[[nodiscard]] bool is_printed(std::string_view head);

/// Reads what a trainer printed. All other lines are skipped. Lines of the same step share a position,
/// so that a learning rate that is printed after a loss belongs to it. A name that occurs again begins
/// another position.
[[nodiscard]] Contents read_printed(std::istream& in, const std::string& file, const Keep& keep);

/// The same as the lines arrive. The last part of a line is complete only with its line end.
[[nodiscard]] std::unique_ptr<NamedLines> printed_lines(std::istream& in, const std::string& file);

}  // namespace replay_tool
