#pragma once

#include "formats/contents.hpp"

#include <iosfwd>
#include <string>
#include <string_view>

namespace replay_tool {

/// Whether the first record of an event file begins like this.
[[nodiscard]] bool is_events(std::string_view head);

/// Reads the scalars of a TensorBoard event file (see parse_events). The positions are the steps.
[[nodiscard]] Contents read_events(std::istream& in, const std::string& file, const Keep& keep);

}  // namespace replay_tool
