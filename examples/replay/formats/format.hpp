#pragma once

#include "formats/contents.hpp"
#include "formats/named_lines.hpp"

#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace replay_tool {

/// A family of files. Formats are recognised by their contents, not by the names of files.
struct Format {
  std::string_view name;    ///< for messages: "TensorBoard events"
  std::string_view series;  ///< what it calls a series: "tag"
  /// Whether a file that begins like this has the format. The start ends at the end of the file or
  /// after `head_size` bytes.
  bool (*recognises)(std::string_view head);
  /// Reads a stream that has the format. Throws csv::FileError with the name of the file. An
  /// incomplete end, as of a file that is being written, is only noted.
  Contents (*read)(std::istream& in, const std::string& file, const Keep& keep);
  /// Reads the format as its lines arrive; null if it has no lines that name their numbers.
  std::unique_ptr<NamedLines> (*lines)(std::istream& in, const std::string& file) = nullptr;
};

/// All formats, in the order in which they are tried.
[[nodiscard]] std::span<const Format> formats();

/// How much of a file has to be seen: some trainers print a whole network before the first loss.
inline constexpr std::size_t head_size = std::size_t{1} << 20;

/// The format of a file that begins with these bytes; null for an unknown format.
[[nodiscard]] const Format* format_of(std::string_view head);

/// Throws csv::MissingColumn, which says how the file begins and which formats are known.
[[noreturn]] void throw_unknown_format(const std::string& file, std::string_view head);

}  // namespace replay_tool
