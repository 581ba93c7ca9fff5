#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace support {

/// A text of several lines, safe to print: control characters in names from files, with which a name
/// could move a terminal's cursor or hide what was printed before, become \t or \x1b. Newlines and
/// all other bytes stay.
[[nodiscard]] inline std::string printable_lines(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : ' ');
    const bool is_c1 = byte == 0xc2 && next >= 0x80 && next < 0xa0;  // U+0080 … U+009F in UTF-8
    if (byte == '\t') {
      result += "\\t";
    } else if ((byte < 0x20 && byte != '\n') || byte == 0x7f || is_c1) {
      const unsigned char code = is_c1 ? next : byte;
      result += "\\x";
      result += digits[code >> 4];
      result += digits[code & 0xf];
      if (is_c1) ++i;
    } else {
      result += text[i];
    }
  }
  return result;
}

/// The same of a text on one line, such as a name: a newline, with which it could pass for another
/// message, becomes \n.
[[nodiscard]] inline std::string printable(std::string_view text) {
  std::string result;
  for (const char byte : printable_lines(text))
    if (byte == '\n')
      result += "\\n";
    else
      result += byte;
  return result;
}

}  // namespace support
