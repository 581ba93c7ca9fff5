#pragma once

#include "formats/contents.hpp"

#include <iosfwd>
#include <string>
#include <string_view>

namespace replay_tool {

/// Whether the first line has a carriage return within: it ends in \r alone, as on an old Macintosh.
[[nodiscard]] bool has_lone_return(std::string_view head);

/// Whether this is a table with a header or an empty file. The second row, if there is one, must
/// have a number or a blank cell, unlike prose with commas.
[[nodiscard]] bool is_table(std::string_view head);

/// Reads a table with a header, or one number per line, in one pass. Only the columns to keep are
/// stored, of which the first must hold numbers. The positions of the numbers are their rows.
[[nodiscard]] Contents read_table(std::istream& in, const std::string& file, const Keep& keep);

}  // namespace replay_tool
