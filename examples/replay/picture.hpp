#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace replay_tool {

/// A number in a picture's data. gnuplot omits non-finite values.
struct Cell {
  double value;
};

std::ostream& operator<<(std::ostream& out, Cell cell);

/// Draws a picture with a script in examples/figures, whose arguments are the data, the picture and
/// then `arguments`. `write` writes the data. The file's extension chooses the format, .svg or .png.
/// An SVG follows the reader's preference for dark colours. The picture is replaced atomically. Throws
/// std::runtime_error if gnuplot cannot be run or fails, which the message says, or if a file cannot
/// be written.
void draw_picture(const std::filesystem::path& picture, const std::string& script,
                  const std::vector<std::string>& arguments,
                  const std::function<void(std::ostream&)>& write);

}  // namespace replay_tool
